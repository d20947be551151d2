"""Loads wgen's standard library into CPython, to compare it with CPython's own.

    core = library.core()            # one namespace, as in wgen
    math = library.module("math")    # stdlib/math.wgen and what it imports

The source is Python, read with three changes: `+ - * <<` on ints are checked
to fit 64 bits (except under a mask), displays and comprehensions make our own
list, dict and set, and several @overload definitions of a name are tried in
order. Exceptions are Python's own.
"""

import __future__

import ast
import builtins
import functools
import inspect
import pathlib
import sys
import types

HERE = pathlib.Path(__file__).resolve().parent
STDLIB = HERE.parent.parent / "stdlib"
sys.path.insert(0, str(HERE))
import intrinsics  # noqa: E402

WRAPPING = (ast.Add, ast.Sub, ast.Mult, ast.LShift)


class Rewriter(ast.NodeTransformer):
    """Checked arithmetic and our own displays."""

    def __init__(self):
        self.masked = False

    def visit_BinOp(self, node):
        outer = self.masked
        if isinstance(node.op, ast.BitAnd) and isinstance(node.right, ast.Constant):
            self.masked = True
        elif not isinstance(node.op, (*WRAPPING, ast.BitAnd, ast.BitOr, ast.BitXor)):
            self.masked = False
        checked = isinstance(node.op, WRAPPING) and not self.masked
        self.generic_visit(node)
        self.masked = outer
        return call("_checked", node) if checked else node

    def visit_AugAssign(self, node):
        self.generic_visit(node)
        if not isinstance(node.op, WRAPPING):
            return node
        check = ast.Expr(call("_checked", with_load(node.target)))
        return [node, check]

    def visit_Subscript(self, node):
        outer, self.masked = self.masked, False
        self.generic_visit(node)
        self.masked = outer
        return node

    def visit_Call(self, node):
        outer, self.masked = self.masked, False
        self.generic_visit(node)
        self.masked = outer
        return node

    def visit_List(self, node):
        self.generic_visit(node)
        return call("list", node) if isinstance(node.ctx, ast.Load) else node

    def display(name):
        def visit(self, node):
            self.generic_visit(node)
            return call(name, node)
        return visit

    visit_ListComp = display("list")
    visit_Set = visit_SetComp = display("set")
    visit_Dict = visit_DictComp = display("_dict_display")

    def visit_AnnAssign(self, node):
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_arguments(self, node):
        node.defaults = [self.visit(d) for d in node.defaults]
        node.kw_defaults = [d and self.visit(d) for d in node.kw_defaults]
        return node

    def visit_FunctionDef(self, node):
        node.args = self.visit(node.args)
        node.body = [s for statement in node.body for s in aslist(self.visit(statement))]
        return node

    def visit_ClassDef(self, node):
        node.body = [s for statement in node.body for s in aslist(self.visit(statement))]
        node.bases = [b for b in node.bases if not (isinstance(b, ast.Subscript) and b.value.id == "Generic")]
        return node


def aslist(value):
    return value if isinstance(value, builtins.list) else [value]


def call(name, value):
    return ast.Call(ast.Name(name, ast.Load()), [value], [])


def with_load(target):
    copied = ast.parse(ast.unparse(target), mode="eval").body
    return copied


def matches(annotation, value, scope):
    """Does a value fit an annotation, as far as choosing an overload needs it?"""
    if annotation is inspect.Parameter.empty:
        return True
    text = annotation.strip()
    if text in ("T", "U", "V", "K", "O", "F"):
        return True
    if "|" in text and "[" not in text:
        return any(matches(part, value, scope) for part in text.split("|"))
    head = text.split("[")[0]
    if head == "None":
        return value is None
    if head == "N":
        return type(value) in (builtins.int, builtins.float)
    if head in ("int", "bool", "str", "float"):
        plain = getattr(builtins, head)
        if head == "float" and type(value) is builtins.int:
            return True
        return type(value) is plain or head == "str" and isinstance(value, builtins.str)
    if head == "tuple":
        return isinstance(value, builtins.tuple)
    if head == "Iterable":
        if value is None or isinstance(value, (builtins.int, builtins.float)) or callable(value):
            return False
        if text == "Iterable[tuple[K, V]]":
            return True
        inner = text[9:-1]
        if inner in ("bool", "int", "float"):
            seen = builtins.list(value) if hasattr(value, "__len__") else []
            return builtins.all(matches(inner, x, scope) for x in seen)
        return True
    if head == "Callable":
        return callable(value)
    kind = scope.get(head, getattr(builtins, head, None))
    return isinstance(kind, type) and isinstance(value, kind)


def overloads(scope, choices):
    """One function that runs the first whose parameters take the arguments."""

    @functools.wraps(choices[0])
    def dispatch(*args, **kwargs):
        for function in choices:
            taken = arguments(function, args, kwargs)
            if taken is not None and all(fits(parameter, value, scope) for parameter, value in taken):
                return function(*args, **kwargs)
        raise TypeError(f"no overload of {choices[0].__name__} takes {[type(a) for a in args]} {kwargs}")

    dispatch.choices = choices
    return dispatch


@functools.cache
def signature_of(function):
    """The signature, its parameters, and how many positional arguments it needs; -1 where there is more to binding."""
    signature = inspect.signature(function)
    parameters = builtins.list(signature.parameters.values())
    plain = all(each.kind is each.POSITIONAL_OR_KEYWORD for each in parameters)
    needed = builtins.sum(each.default is each.empty for each in parameters) if plain else -1
    return signature, parameters, needed


def arguments(function, args, kwargs):
    """Pairs of parameter and argument, or None where the call does not fit."""
    signature, parameters, needed = signature_of(function)
    if needed >= 0 and not kwargs:
        return builtins.zip(parameters, args) if needed <= len(args) <= len(parameters) else None
    try:
        bound = signature.bind(*args, **kwargs)
    except TypeError:
        return None
    return [(signature.parameters[name], value) for name, value in bound.arguments.items()]


def fits(parameter, value, scope):
    if parameter.name == "self":
        return True
    if parameter.kind is parameter.VAR_POSITIONAL:
        return all(matches(parameter.annotation, one, scope) for one in value)
    return matches(parameter.annotation, value, scope)


def overload_for(scope):
    seen = {}

    def overload(function):
        choices = seen.setdefault((function.__module__, function.__qualname__, function.__code__.co_filename), [])
        choices.append(function)
        return overloads(scope, choices)

    return overload


def slot(index, length):
    """The sentinels of a slice's missing bounds."""
    step = 1 if index.step is None else index.step
    start = (0 if step >= 0 else 2**63 - 1) if index.start is None else index.start
    stop = (2**63 - 1 if step >= 0 else -(2**63)) if index.stop is None else index.stop
    return start, stop, step


def equip(cls):
    """Python's iteration and slicing for classes with wgen's protocols."""
    if "_at" in vars(cls):
        def iterate(self):
            token = self._start()
            cursor = self._next(-1, token)
            while cursor >= 0:
                yield self._at(cursor)
                cursor = self._next(cursor, token)
        cls.__iter__ = iterate
    elif cls.__name__ == "list":
        def iterate(self):
            i = 0
            while i < self._length:
                yield self[i]
                i += 1
        cls.__iter__ = iterate
    if "_get_slice" in vars(cls) and "__setitem__" in vars(cls) or cls.__name__ == "range":
        for name, part in (("__getitem__", "_get_slice"), ("__setitem__", "_set_slice"), ("__delitem__", "_del_slice")):
            if name in vars(cls):
                setattr(cls, name, sliced(getattr(cls, name), getattr(cls, part, None)))
    if "__eq__" in vars(cls):
        plain = cls.__eq__
        cls.__eq__ = lambda self, other: plain(self, other) if isinstance(other, cls) else NotImplemented
        cls.__hash__ = None


def sliced(plain, part):
    def item(self, index, *value):
        if isinstance(index, slice):
            return part(self, *slot(index, len(self)), *value)
        return plain(self, index, *value)
    return item


def stable_hash(value):
    return hash(value) & (2**62 - 1)


def finishing(function):
    """Text that leaves a function is plain text."""
    @functools.wraps(function)
    def run(*args, **kwargs):
        return intrinsics.finish(function(*map(intrinsics.finish, args), **kwargs))
    return run


def source_of(path):
    tree = ast.fix_missing_locations(Rewriter().visit(ast.parse(path.read_text(), str(path))))
    return compile(tree, str(path), "exec", __future__.annotations.compiler_flag)


def base_scope():
    scope = {"__builtins__": builtins, "_checked": intrinsics.checked, "hash": stable_hash, "storage": intrinsics.storage}
    scope["leaf"] = lambda *a, **k: lambda f: f
    scope["elementwise"] = lambda f: f
    scope["overload"] = overload_for(scope)
    scope["_dict_display"] = lambda plain: scope["dict"](builtins.list(plain.items())) if plain else scope["dict"]()
    return scope


def finish_all(scope, before):
    for name, value in builtins.list(scope.items()):
        if name in before or name.startswith("__"):
            continue
        if isinstance(value, types.FunctionType) and value.__name__ not in HELPERS and not inspect.isgeneratorfunction(value):
            scope[name] = finishing(value)
        elif isinstance(value, type) and value.__module__ == scope["__name__"]:
            for method, function in builtins.list(vars(value).items()):
                if isinstance(function, types.FunctionType) and not inspect.isgeneratorfunction(function):
                    setattr(value, method, finishing(function))
            equip(value)


HELPERS = {"_put_escaped", "_checked", "checked"} | {n for n in dir(intrinsics) if not n.startswith("__")}
PRIMITIVES = ("str", "int", "float", "bool", "tuple")


@functools.cache
def core():
    scope = base_scope()
    scope["__name__"] = "core"
    before = set(scope)
    for path in sorted((STDLIB / "core").glob("*.wgen")):
        if path.name != "exceptions.wgen":
            exec(source_of(path), scope)
    methods = {name: scope[name] for name in PRIMITIVES if name in scope}
    finish_all(scope, before)
    for name in PRIMITIVES:
        scope[name] = getattr(builtins, name)
    space = types.SimpleNamespace(**{k: v for k, v in scope.items() if k != "__builtins__"})
    space.methods = methods
    scope["str"] = Text
    return space


class Text(builtins.str):
    """str(x) with wgen's representation of our containers."""

    def __new__(cls, value=""):
        return builtins.str(value)


@functools.cache
def module(name):
    scope = dict(vars(core()))
    scope["__builtins__"] = builtins
    scope["overload"] = overload_for(scope)
    scope["__name__"] = name
    before = set(scope)
    importer = lambda wanted, *rest: intrinsics if wanted == "intrinsics" else module(wanted) if (STDLIB / f"{wanted}.wgen").exists() else __import__(wanted, *rest)
    scope["__builtins__"] = {**vars(builtins), "__import__": importer}
    exec(source_of(STDLIB / f"{name}.wgen"), scope)
    finish_all(scope, before - {k for k in before if k in scope and getattr(scope[k], "__module__", None) == name})
    return types.SimpleNamespace(**{k: v for k, v in scope.items() if k != "__builtins__"})
