"""The include rules of tools/include-rules.txt hold, and the check that says so can fail."""
import importlib.util
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location('check_includes', ROOT / 'tools/check_includes.py')
check_includes = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(check_includes)


def test_every_module_keeps_the_rules():
    allowed, owners = check_includes.read_rules((ROOT / 'tools/include-rules.txt').read_text())
    assert list(check_includes.violations(ROOT / 'src', allowed, owners)) == []
    assert check_includes.cycle(allowed) is None


def test_a_forbidden_include_is_found(tmp_path):
    (tmp_path / 'low').mkdir()
    (tmp_path / 'high').mkdir()
    (tmp_path / 'high/roof.h').write_text('#include "low/floor.h"\n')
    (tmp_path / 'low/floor.h').write_text('#include "high/roof.h"\n#include <boost/beast.hpp>\n')
    allowed, owners = check_includes.read_rules('low:\nhigh: low\nonly: boost/beast high\n')
    found = list(check_includes.violations(tmp_path, allowed, owners))
    assert found == ['src/low/floor.h: low may not know high ("high/roof.h")',
                     'src/low/floor.h: <boost/beast.hpp> belongs to high alone']


def test_rules_that_go_in_a_circle_are_found():
    assert check_includes.cycle({'a': {'b'}, 'b': {'c'}, 'c': {'a'}}) == ['a', 'b', 'c', 'a']
