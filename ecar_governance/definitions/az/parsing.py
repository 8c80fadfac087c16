"""What the YAML parser says (libyaml's own words: what it was at, and what it found), and what mends that, in
Azerbaijani."""

from __future__ import annotations

from ecar_governance.definitions import syntax

CONTEXTS: dict[str, str] = {
    "while scanning a simple key": "sadə açar oxunarkən",
    "while scanning for the next token": "növbəti işarə axtarılarkən",
    "while scanning a directive": "göstəriş oxunarkən",
    "while scanning a %YAML directive": "%YAML göstərişi oxunarkən",
    "while scanning an anchor": "lövbər oxunarkən",
    "while scanning an alias": "istinad oxunarkən",
    "while scanning a tag": "teq oxunarkən",
    "while scanning a block scalar": "çoxsətirli mətn oxunarkən",
    "while scanning a quoted scalar": "dırnaqdakı mətn oxunarkən",
    "while scanning a plain scalar": "dırnaqsız mətn oxunarkən",
    "while parsing a quoted scalar": "dırnaqdakı mətn oxunarkən",
    "while parsing a tag": "teq oxunarkən",
    "while parsing a %TAG directive": "%TAG göstərişi oxunarkən",
    "while parsing a node": "qiymət oxunarkən",
    "while parsing a block node": "qiymət oxunarkən",
    "while parsing a flow node": "mötərizədəki qiymət oxunarkən",
    "while parsing a block collection": "siyahı oxunarkən",
    "while parsing a block mapping": "açarlar oxunarkən",
    "while parsing a flow sequence": "kvadrat mötərizədəki siyahı oxunarkən",
    "while parsing a flow mapping": "fiqurlu mötərizədəki açarlar oxunarkən",
}
"""What it was reading."""

PROBLEMS: dict[str, str] = {
    "could not find expected ':'": "gözlənilən “:” tapılmadı",
    "found unexpected ':'": "gözlənilməyən “:” tapıldı",
    "found character that cannot start any token": "heç nəyin başlaya bilmədiyi işarə tapıldı",
    "mapping keys are not allowed in this context": "burada açar yazıla bilməz",
    "mapping values are not allowed in this context": "burada açarın qiyməti yazıla bilməz",
    "block sequence entries are not allowed in this context": "burada siyahının “-” bəndi yazıla bilməz",
    "found unknown directive name": "naməlum göstəriş tapıldı",
    "could not find expected directive name": "göstərişin adı tapılmadı",
    "found unexpected non-alphabetical character": "hərf olmayan işarə tapıldı",
    "found extremely long version number": "həddən artıq uzun versiya nömrəsi tapıldı",
    "did not find expected digit or '.' character": "gözlənilən rəqəm və ya nöqtə tapılmadı",
    "did not find expected version number": "gözlənilən versiya nömrəsi tapılmadı",
    "did not find expected comment or line break": "gözlənilən qeyd və ya sətir sonu tapılmadı",
    "did not find expected whitespace or line break": "gözlənilən boşluq və ya sətir sonu tapılmadı",
    "did not find expected whitespace": "gözlənilən boşluq tapılmadı",
    "did not find expected alphabetic or numeric character": "gözlənilən hərf və ya rəqəm tapılmadı",
    "did not find the expected '>'": "gözlənilən “>” tapılmadı",
    "did not find expected '!'": "gözlənilən “!” tapılmadı",
    "did not find expected tag URI": "gözlənilən teq ünvanı tapılmadı",
    "did not find URI escaped octet": "ünvanın kodlanmış işarəsi tapılmadı",
    "found an incorrect leading UTF-8 octet": "UTF-8 olmayan işarə tapıldı",
    "found an incorrect trailing UTF-8 octet": "UTF-8 olmayan işarə tapıldı",
    "found an indentation indicator equal to 0": "sıfır boşluqlu kənar göstəricisi tapıldı",
    "found a tab character where an indentation space is expected": (
        "boşluq əvəzinə tabulyasiya işarəsi tapıldı"
    ),
    "found a tab character that violates indentation": "kənarı pozan tabulyasiya işarəsi tapıldı",
    "found unexpected document indicator": "gözlənilməyən sənəd sərhədi tapıldı",
    "found unexpected end of stream": "mətn gözlənilmədən bitdi",
    "found unknown escape character": "“\\” işarəsindən sonra naməlum işarə tapıldı",
    "did not find expected hexdecimal number": "gözlənilən onaltılıq ədəd tapılmadı",
    "found invalid Unicode character escape code": "yanlış Unicode kodu tapıldı",
    "did not find expected <stream-start>": "mətnin başlanğıcı tapılmadı",
    "did not find expected <document start>": "sənədin başlanğıcı tapılmadı",
    "found undefined tag handle": "naməlum teq başlanğıcı tapıldı",
    "did not find expected node content": "gözlənilən qiymət tapılmadı",
    "did not find expected '-' indicator": "gözlənilən “-” tapılmadı",
    "did not find expected key": "gözlənilən açar tapılmadı",
    "did not find expected ',' or ']'": "gözlənilən “,” və ya “]” tapılmadı",
    "did not find expected ',' or '}'": "gözlənilən “,” və ya “}” tapılmadı",
    "found duplicate %YAML directive": "%YAML göstərişi təkrar yazılıb",
    "found duplicate %TAG directive": "%TAG göstərişi təkrar yazılıb",
    "found incompatible YAML document": "YAML-ın bu versiyası oxuna bilmir",
}
"""What it found there."""

FAULTS: dict[str, str] = {
    syntax.CLOSE_BRACKET: "kvadrat mötərizəni ] ilə bağlayın, qiymətlərin arasına vergül qoyun",
    syntax.CLOSE_BRACE: "fiqurlu mötərizəni } ilə bağlayın, açarların arasına vergül qoyun",
    syntax.CLOSE_QUOTE: "dırnağı bağlayın",
    syntax.NO_TABS: "kənarı tabulyasiya ilə yox, boşluqlarla verin",
    syntax.NEIGHBOURS: "sətri qonşu sətirlər qədər içəridən başlayın",
    syntax.IN_QUOTES: "mətni dırnağa alın",
    syntax.WHOLE_IN_QUOTES: "bütün mətni dırnağa alın, tək dırnaqların içində tək dırnağı iki dəfə yazın",
    syntax.COLON: "açardan sonra iki nöqtə və boşluq qoyun",
    syntax.SPACE: "iki nöqtədən sonra boşluq qoyun",
    syntax.TWO_COLONS: "mətni dırnağa alın, çünki içində iki nöqtə və boşluq var",
    syntax.DEEPER: "qonşu sətirlər qədər içəridən başlayın; altında başqa açarlar olan açarın öz mətni olmur",
    syntax.NOT_OPENED: "burada bağlanan işarəni silin və ya onu əvvəldə açın",
    syntax.ENTRIES: "siyahının hər bəndini tire ilə və eyni kənardan başlayın",
    syntax.LIST_BELOW: "siyahını açarın altında, ayrıca sətirdən başlayın",
    syntax.TOP: "faylın hər əsas açarı birinci sütundan başlasın, faylda bir sənəd olsun",
    syntax.ESCAPE: "tək dırnaqdan istifadə edin və ya hər tərs xətti iki dəfə yazın",
    syntax.BELOW: "mətni növbəti sətirdən, iki boşluq içəridən başlayın",
    syntax.DIRECTIVE: "% ilə başlayan sətri silin",
    syntax.ANYTHING: "oradakı kənara, iki nöqtələrə, dırnaqlara və mötərizələrə baxın",
}
"""What mends it (`definitions.syntax`)."""


def parser_said(words: str) -> str:
    """The parser's sentence in Azerbaijani; as it stands when it is none that is known."""
    for context, told in (("", ""), *CONTEXTS.items()):
        problem = PROBLEMS.get(words.removeprefix(context).strip()) if words.startswith(context) else None
        if problem is not None:
            return f"{told} {problem}".strip()
    return words
