"""The keys of people who sign here: one PKCS#12 file each, opened by its holder's passphrase alone."""

from __future__ import annotations

import re
from pathlib import Path

from cryptography import x509

from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.keys.authority import fingerprint, issue_signer
from ecar_governance.keys.files import make_private_directory, read_private, write_new
from ecar_governance.keys.signer_files import certificate_of

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")


class SignerOffice:
    """Issues keys under the trial authority and hands out the encrypted files.

    Args:
        folder: where the files are, 0700; `<person>.p12`. A real key may be put there by hand.
        authority: the folder of the trial authority.
    """

    def __init__(self, folder: Path, authority: Path) -> None:
        self._folder = folder
        self._authority = authority

    def issue(self, person: str, name: str, office: str, passphrase: str) -> str:
        """Makes a trial key for the person; gives the certificate's fingerprint.

        A key that is there already is kept under another name: what it signed stays verifiable. Raises
        InvalidInput for a passphrase that is too short, MissingOnMachine without a trial authority."""
        p12 = issue_signer(self._authority, person, name, office, passphrase)
        make_private_directory(self._folder)
        path = self._path(person)
        if path.exists():
            earlier = len(tuple(self._folder.glob(f"{path.stem}.*.p12"))) + 1
            path.rename(self._folder / f"{path.stem}.{earlier}.p12")
        write_new(path, p12)
        return self.fingerprint_of(person, passphrase)

    def load(self, person: str) -> bytes:
        """The person's encrypted key file; raises NotFound."""
        path = self._path(person)
        if not path.exists():
            raise NotFound("No signing key was issued to you here yet.")
        return read_private(path, what="The signing key", fix=f"put the key file back at {path}")

    def fingerprint_of(self, person: str, passphrase: str) -> str:
        """The fingerprint of the certificate in the person's file; raises InvalidInput, NotFound."""
        certificate = certificate_of(self.load(person), passphrase)
        return fingerprint(x509.load_der_x509_certificate(certificate))

    def _path(self, person: str) -> Path:
        if _PLAIN.fullmatch(person) is None:
            raise InvalidInput("A person's id is a plain one.")
        return self._folder / f"{person}.p12"
