"""SVG pictures of strangers: what could run or load something is found, whatever its form."""

import gzip
import time
from typing import Final

import pytest

from obverse.languages.svg import fault

HEAD: Final = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
BAD: Final = (
    f"{HEAD}><script>alert(1)</script></svg>",
    f'{HEAD} xmlns:s="http://www.w3.org/2000/svg"><s:script href="x"/></svg>',
    f'{HEAD} onload="alert(1)"/>',
    f'{HEAD}><rect oNclick\n=\n"alert(1)"/></svg>',
    f'{HEAD}><a href="javascript:alert(1)"><path/></a></svg>',
    f'{HEAD}><a xlink:href=" java&#x0A;script:alert(1)"><path/></a></svg>',
    f'{HEAD}><a href="data:text/html,x"><path/></a></svg>',
    f'{HEAD}><a href="#x"><set attributeName="href" to="javascript:alert(1)"/></a></svg>',
    f'{HEAD}><a><animate attributeName="xlink:href" values="#a;javascript:alert(1)"/></a></svg>',
    f'{HEAD}><set attributeName="onclick" to="alert(1)"/></svg>',
    f'{HEAD}><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject></svg>',
    f'{HEAD}><b xmlns="http://www.w3.org/1999/xhtml">x</b></svg>',
    f'{HEAD}><image href="http://evil.test/x.png"/></svg>',
    f'{HEAD}><image href="//evil.test/x.png"/></svg>',
    f'{HEAD}><use xlink:href="http://evil.test/x.svg#a"/></svg>',
    f'{HEAD}><use href="data:image/svg+xml,x#a"/></svg>',
    f"{HEAD}><style>@import 'http://evil.test/x.css';</style></svg>",
    f"{HEAD}><style><![CDATA[@im\\70ort 'x.css']]></style></svg>",
    f"{HEAD}><style>@im<!-- x -->port 'http://evil.test/x.css';</style></svg>",
    f'{HEAD}><rect style="fill:url(http://evil.test/x)"/></svg>',
    f'{HEAD}><rect fill="u\\72l(//evil.test/x)"/></svg>',
    f'{HEAD}><rect filter="url( &quot;https://evil.test/x#f&quot; )"/></svg>',
    f'<?xml-stylesheet href="http://evil.test/x.css"?>{HEAD}/>',
    f'<!DOCTYPE svg [<!ENTITY e "&#60;script>alert(1)&#60;/script>">]>{HEAD}>&e;</svg>',
    f'<!DOCTYPE svg [<!ENTITY e "java"><!ENTITY f "script:">]>{HEAD}><a href="&e;&f;x"/></svg>',
    f'<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>{HEAD}>&e;</svg>',
    f'<!DOCTYPE svg [<!ENTITY % e SYSTEM "http://evil.test/x">%e;]>{HEAD}/>',
    f'<!DOCTYPE svg [<!ENTITY a "xxxxx"><!ENTITY b "&a;&a;&a;">]>{HEAD}>&b;</svg>',
    f"{HEAD}><path></svg>",
    "GIF89a",
    "",
)
GOOD: Final = (
    f'{HEAD}><path d="M0 0h9v9z" fill="url(#a)" style="stroke: #fff"/></svg>',
    f'{HEAD}><a href="https://example.org"><text>on = 1, javascript</text></a></svg>',
    f'{HEAD}><use xlink:href="#a"/><image href="data:image/png;base64,AA=="/></svg>',
    f"{HEAD}><style>.a {{ fill: url('#a') }} /* plain */</style></svg>",
    f'{HEAD}><animate attributeName="x" from="0" to="9"/></svg>',
    (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?><!DOCTYPE svg PUBLIC '
        f'"-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">{HEAD}/>'
    ),
    f'<!DOCTYPE svg [<!ENTITY ns "http://ns.adobe.com/x/">]>{HEAD} xmlns:i="&ns;"/>',
    f"{HEAD}/>\nwords after it",
)


@pytest.mark.parametrize("text", BAD)
def test_what_could_run_or_load_something_is_found(text: str) -> None:
    assert fault(text.encode())
    assert fault(gzip.compress(text.encode()))


@pytest.mark.parametrize("text", GOOD)
def test_a_plain_picture_is_passed_on(text: str) -> None:
    assert fault(text.encode()) == fault(gzip.compress(text.encode())) == ""


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "latin-1", "cp037"])
def test_no_encoding_hides_a_script(encoding: str) -> None:
    for declared in ("", f'<?xml version="1.0" encoding="{encoding[:6]}"?>'):
        assert fault(f"{declared}{BAD[0]}".encode(encoding))


def test_a_picture_in_another_encoding_is_read() -> None:
    text = f'<?xml version="1.0" encoding="utf-16"?>{HEAD}><title>é</title></svg>'
    assert not fault(text.encode("utf-16"))
    assert not fault(text.replace("utf-16", "iso-8859-1").encode("latin-1"))


def test_no_picture_swells() -> None:
    start = time.process_time()
    declared = '<!ENTITY a0 "lol">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    assert fault(f"<!DOCTYPE svg [{declared}]>{HEAD}>&a11;</svg>".encode())
    assert fault(gzip.compress(b" " * 200_000_000, 1))
    assert time.process_time() - start < 10
