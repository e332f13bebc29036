"""The stylesheet of a profile: what differs between norms; the rest is `css/paper.css`."""

from reporting.papers.profiles import A4, Face, Margins, Profile

# Class of an element in the templates of a paper by its name in `Faces`
CLASSES = {
    "superior": "head__superior",
    "issuer": "head__issuer",
    "number": "head__number",
    "place": "head__place",
    "kind": "kind",
    "subject": "subject",
    "letter_subject": "head__subject",
    "capacity": "foot__capacity",
    "post": "foot__post",
    "signer": "foot__signer",
    "addressee": "addressee",
    "recipients_head": "foot__recipients",
    "recipient": "foot__recipient",
    "urgency": "head__urgency",
    "circulation": "head__circulation",
    "draft": "head__draft",
    "typist": "foot__typist",
    "contact": "foot__contact",
    "part": "part",
    "annex": "annex__title",
}


def stylesheet(
    profile: Profile, *, is_two_sided: bool = False, begins_on_back: bool = False
) -> str:
    """The rules of `profile`, free of characters that HTML would escape."""
    faces = profile.faces
    left, right = profile.columns
    rules = [
        *_pages(profile, is_two_sided=is_two_sided),
        *(["html { break-before: left }"] if begins_on_back else []),
        f"html {{ font-size: {faces.body.size}pt; line-height: {profile.line}pt }}",
        f":root {{ --first-line: {profile.first_line}mm; --gap: {profile.paragraph_gap}pt }}",
        f":root {{ --left: {left}mm; --right: {right}mm }}",
        f":root {{ --signature: {profile.signature_gap}mm }}",
        *(f".{name} {{ {_face(getattr(faces, key))} }}" for key, name in CLASSES.items()),
        *(
            f".head__motto-{place} {{ {_face(face)} }}"
            for place, face in enumerate(faces.mottos, start=1)
        ),
        f".foot__recipient {{ line-height: {faces.recipient.size + 3}pt }}",
    ]
    return "\n".join(rules)


def numbering(profile: Profile, *, is_two_sided: bool) -> str:
    """The rules of empty pages with their numbers in the top margin."""
    top = profile.page_number_from_edge
    # So low a line begins with its digits: they stand as far from the edge as the norm says
    line = "vertical-align: top; line-height: 0.677"
    font = f"font-family: Paper; font-size: {profile.faces.page_number.size}pt"
    number = f"content: counter(page); {line}; padding-top: {top}mm; {font}"
    rules = [
        *_pages(profile, is_two_sided=is_two_sided),
        f"@page {{ @top-center {{ {number} }} }}",
        ".sheet { break-after: page }",
        ".sheet--wide { page: wide }",
    ]
    return "\n".join(rules)


def _pages(profile: Profile, *, is_two_sided: bool) -> list[str]:
    """Margins of fronts and backs, upright and turned."""
    upright = profile.margins
    sides = [("", f"size: {A4[0]}mm {A4[1]}mm", upright)]
    turned = f"size: {A4[1]}mm {A4[0]}mm"
    sides.append((" wide", turned, upright.turned))
    if is_two_sided:
        sides.append((":left", "", upright.mirrored))
        sides.append((" wide:left", turned, upright.mirrored.turned))
    return [f"@page{name} {{ {size}; {_margin(margins)} }}" for name, size, margins in sides]


def _margin(margins: Margins) -> str:
    return f"margin: {margins.top}mm {margins.right}mm {margins.bottom}mm {margins.left}mm"


def _face(face: Face) -> str:
    return "; ".join(
        (
            f"font-size: {face.size}pt",
            f"font-weight: {'bold' if face.is_bold else 'normal'}",
            f"font-style: {'italic' if face.is_italic else 'normal'}",
            f"text-decoration: {'underline' if face.is_underlined else 'none'}",
        )
    )
