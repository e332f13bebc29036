"""Units with their names and successions, people with their memberships."""

from units.models.directory_import import DirectoryImport
from units.models.event import DirectoryEvent, Event, WordList
from units.models.kind import Bloc, UnitKind
from units.models.log_in import LogInOrigin, LogInOutcome, LogInTry
from units.models.membership import Membership, Role, RoleName
from units.models.permissions import UnitGroupObjectPermission, UnitUserObjectPermission
from units.models.second_factor import RecoveryCode, SecondFactor
from units.models.session import Session
from units.models.set_up import SetUpKey
from units.models.unit import (
    Succession,
    SuccessionKind,
    Unit,
    UnitAlias,
    UnitName,
    UnitQuerySet,
)
from units.models.user import User, UserQuerySet

__all__ = [
    "Bloc",
    "DirectoryEvent",
    "DirectoryImport",
    "Event",
    "LogInOrigin",
    "LogInOutcome",
    "LogInTry",
    "Membership",
    "RecoveryCode",
    "Role",
    "RoleName",
    "SecondFactor",
    "Session",
    "SetUpKey",
    "Succession",
    "SuccessionKind",
    "Unit",
    "UnitAlias",
    "UnitGroupObjectPermission",
    "UnitKind",
    "UnitName",
    "UnitQuerySet",
    "UnitUserObjectPermission",
    "User",
    "UserQuerySet",
    "WordList",
]
