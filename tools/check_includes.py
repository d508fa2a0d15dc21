#!/usr/bin/env python3
"""Checks that src/ keeps the include rules of tools/include-rules.txt, and that no two folders need each other."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def read_rules(text):
    allowed, owners = {}, []
    for line in text.splitlines():
        line = line.split('#')[0].strip()
        if not line:
            continue
        name, rest = (part.strip() for part in line.split(':', 1))
        if name == 'only':
            prefix, *folders = rest.split()
            owners.append((prefix, set(folders)))
        else:
            allowed[name] = set(rest.split())
    return allowed, owners


def folder_of(path, folders):
    """The longest rule that the path lies in: 'engine/image' for engine/image/codec.h."""
    best = ''
    for folder in folders:
        if path.startswith(folder + '/') and len(folder) > len(best):
            best = folder
    return best or None


def violations(source, allowed, owners):
    for file in sorted(source.rglob('*')):
        if file.suffix not in ('.h', '.cpp'):
            continue
        name = file.relative_to(source).as_posix()
        if name == 'main.cpp':
            continue
        folder = folder_of(name, allowed)
        if folder is None:
            yield f'src/{name}: its folder has no rule in tools/include-rules.txt'
            continue
        for kind, header in INCLUDE.findall(file.read_text()):
            if kind == '"':
                other = folder_of(header, allowed)
                if other is None or not (source / header).exists():
                    yield f'src/{name}: "{header}" is no header of src/ (include by the path from src/)'
                elif other != folder and other not in allowed[folder]:
                    yield f'src/{name}: {folder} may not know {other} ("{header}")'
            else:
                for prefix, folders in owners:
                    if header.startswith(prefix) and folder not in folders:
                        yield f'src/{name}: <{header}> belongs to {", ".join(sorted(folders))} alone'


def cycle(allowed):
    """A cycle among the rules themselves, as a list of folders; None where there is none."""
    state, trail = {}, []

    def visit(folder):
        state[folder] = 'open'
        trail.append(folder)
        for other in sorted(allowed.get(folder, ())):
            if state.get(other) == 'open':
                return trail[trail.index(other):] + [other]
            if other not in state:
                found = visit(other)
                if found:
                    return found
        state[folder] = 'done'
        trail.pop()
        return None

    for folder in sorted(allowed):
        if folder not in state:
            found = visit(folder)
            if found:
                return found
    return None


def main():
    allowed, owners = read_rules((ROOT / 'tools/include-rules.txt').read_text())
    problems = list(violations(ROOT / 'src', allowed, owners))
    loop = cycle(allowed)
    if loop:
        problems.append('the rules go in a circle: ' + ' → '.join(loop))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
