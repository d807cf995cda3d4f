"""The figures: their names for people, and what Tessera should reach."""

# figure: (what it is, unit), in the order of the table.
FIGURES = {
    "start_ms": ("start to prompt", "ms"),
    "bars_ms": ("start to status bar", "ms"),
    "key_p50_ms": ("key to echo, p50", "ms"),
    "key_p99_ms": ("key to echo, p99", "ms"),
    "plain_mb_s": ("cat, plain", "MB/s"),
    "colour_mb_s": ("cat, colour", "MB/s"),
    "unicode_mb_s": ("cat, Unicode", "MB/s"),
    "plain_cpu_ms_mb": ("CPU of it, plain", "ms/MB"),
    "colour_cpu_ms_mb": ("CPU of it, colour", "ms/MB"),
    "unicode_cpu_ms_mb": ("CPU of it, Unicode", "ms/MB"),
    "plain_out_pct": ("bytes sent on, plain", "%"),
    "colour_out_pct": ("bytes sent on, colour", "%"),
    "unicode_out_pct": ("bytes sent on, Unicode", "%"),
    "memory_mb": ("memory, one pane (PSS)", "MB"),
    "memory_after_mb": ("memory after the cats", "MB"),
    "idle_wakeups_s": ("wake-ups, idle", "1/s"),
    "idle_cpu_pct": ("CPU, idle", "%"),
}

# (figure, subject it is compared with, at most (or at least) this many times, for what). Ratios of
# one run, because times wander by a factor of two from hour to hour.
RATIO_GOALS = [
    ("start_ms", "tmux", "<=", 3.0, "first"),
    ("start_ms", "tmux", "<=", 1.0, "final"),
    ("key_p50_ms", "tmux", "<=", 2.0, "first"),
    ("key_p50_ms", "tmux", "<=", 1.0, "final"),
    ("key_p99_ms", "tmux", "<=", 1.0, "final"),
    ("plain_mb_s", "limit", ">=", 0.7, "final"),
    ("colour_mb_s", "limit", ">=", 0.7, "final"),
    ("unicode_mb_s", "limit", ">=", 0.7, "final"),
    ("plain_cpu_ms_mb", "limit", "<=", 2.2, "final"),
    ("colour_cpu_ms_mb", "limit", "<=", 2.2, "final"),
    ("unicode_cpu_ms_mb", "limit", "<=", 2.2, "final"),
    ("idle_wakeups_s", "tmux", "<=", 1.0, "final"),
]
# (figure, at most, for what).
GOALS = [
    ("bars_ms", 120.0, "first"),
    ("bars_ms", 60.0, "final"),
    ("memory_mb", 25.0, "first"),
    ("memory_mb", 16.0, "final"),
    ("memory_after_mb", 24.0, "final"),
    ("idle_wakeups_s", 2.0, "first"),
]


def _number(value):
    if value is None:
        return "-"
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"


def table(medians, rounds):
    """Subjects in columns; figures nobody has are left out."""
    heading = f"median of {rounds}" if rounds > 1 else "one round"
    lines = [f"{heading:<32}" + "".join(f"{name:>10}" for name in medians)]
    for figure, (what, unit) in FIGURES.items():
        values = [found.get(figure) for found in medians.values()]
        if any(value is not None for value in values):
            label = f"{what}, {unit}"
            lines.append(f"{label:<32}" + "".join(f"{_number(v):>10}" for v in values))
    return "\n".join(lines) + "\n"


def ratios(medians):
    """Tessera against the goals; nothing to say when it was not measured."""
    ours = medians.get("tessera")
    if not ours:
        return "no figures of Tessera, so no ratios"
    lines = [f"{'tessera':<32}{'value':>10}{'goal':>12}  verdict"]
    for figure, other, relation, goal, stage in RATIO_GOALS:
        theirs = medians.get(other, {}).get(figure)
        if figure in ours and theirs:
            ratio = ours[figure] / theirs
            met = ratio <= goal if relation == "<=" else ratio >= goal
            label = f"{FIGURES[figure][0]} / {other}"
            lines.append(_verdict(label, ratio, f"{relation} {goal:g}x", met, stage))
    for figure, goal, stage in GOALS:
        if figure in ours:
            what, unit = FIGURES[figure]
            met = ours[figure] <= goal
            lines.append(_verdict(what, ours[figure], f"<= {goal:g} {unit}", met, stage))
    return "\n".join(lines)


def _verdict(label, value, goal, met, stage):
    return f"{label:<32}{_number(value):>10}{goal:>12}  {'met' if met else 'MISSED'} ({stage} goal)"
