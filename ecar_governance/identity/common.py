"""Words that guessing programs try first, as they stand before digits and signs are added to them.

A short list on purpose: the length that is asked for keeps out most; these are what people reach for when a
short password is refused, in the languages of the conference. From published lists of frequent passwords.
"""

from __future__ import annotations

from typing import Final

_WORDS: Final = """
password passwort parol parolparol sifre şifrə şifre mypassword thepassword passwordpassword
qwerty qwertyuiop qwertyuiopas qwertyuiopasdf asdfghjkl asdfghjklzxc zxcvbnm qazwsx qazwsxedc qazwsxedcrfv
1q2w3e4r5t6y 1qaz2wsx3edc 1q2w3e4r q1w2e3r4t5y6
admin administrator administration adminadmin root superuser user username login signin guest default
welcome welcomewelcome letmein letmeinplease changeme changemenow changemeplease secret topsecret
abc abcabc abcdef abcdefgh abcdefghijkl iloveyou iloveyouso sunshine princess football baseball superman
dragon monkey shadow master freedom whatever trustno trustnoone starwars computer internet
azerbaijan azerbaycan azərbaycan azerbaijan1 baku baki bakı bakubaku bakicity qarabag qarabağ karabakh
azerbaijani azərbaycanlı respublika odlaryurdu odlar yurdu xezer xəzər caspian
university universitet universiteti rektor rector rektorlar konfrans conference rectorsconference
rektorlarkonfransi rektorlarkonfransı governance ecar ecargovernance
correcthorsebatterystaple correct horse battery staple
"""

COMMON: Final = frozenset(_WORDS.split())
"""Case-folded."""
