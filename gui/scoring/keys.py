"""Every key of the scoring window: one list for the shortcuts and for what F1 shows."""

from __future__ import annotations

from dataclasses import dataclass

from core.text import _


@dataclass(frozen=True, slots=True)
class Key:
    """`keys` are Qt's names, the first is shown; `verb` is the window's method, "" where a field
    of its own hears the key."""

    keys: tuple[str, ...]
    words: str
    verb: str = ""


def all_keys() -> tuple[Key, ...]:
    return (
        Key(("Enter",), _("保存，到下一项（表格里向下）")),
        Key(("Shift+Enter",), _("上一项")),
        Key(("↑ ↓",), _("加、减一档；按住 Ctrl 一次十档")),
        Key(("PgUp",), _("上一个单位（或指标）"), "page_up"),
        Key(("PgDown",), _("下一个单位（或指标）"), "page_down"),
        Key(("F4",), _("写理由"), "to_reason"),
        Key(("F6",), _("弃权；再按一次取消"), "abstain"),
        Key(("F7",), _("对这个单位声明回避；再按一次撤回"), "recuse"),
        Key(("F8",), _("跳到下一个没评的"), "next_open"),
        Key(("Esc",), _("从检查页回到评分"), "leave"),
        Key(("F9",), _("检查并交卷"), "check"),
        Key(("Ctrl+1",), _("按单位"), "view_units"),
        Key(("Ctrl+2",), _("按指标"), "view_leaves"),
        Key(("Ctrl+3",), _("表格"), "view_grid"),
        Key(("Ctrl+F",), _("查找单位（或指标）"), "find"),
        Key(("Ctrl+Z",), _("撤销"), "undo"),
        Key(("Ctrl+Y", "Ctrl+Shift+Z"), _("重做"), "redo"),
        Key(("Ctrl++", "Ctrl+="), _("字大一些"), "larger"),
        Key(("Ctrl+-",), _("字小一些"), "smaller"),
        Key(("Ctrl+C",), _("表格：复制选中的格")),
        Key(("Ctrl+V",), _("表格：从 Excel、WPS 粘贴")),
        Key(("Ctrl+D",), _("表格：向下填充")),
        Key(("Delete",), _("表格：清除选中的格")),
        Key(("F1",), _("这张表"), "help"),
    )


def key_lines() -> list[str]:
    """Key, tab, meaning."""
    return [f"{key.keys[0]}\t{key.words}" for key in all_keys()]
