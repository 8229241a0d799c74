namespace CareExchange.Terminology.ValueSets;

/// <summary>Codes that are in at least one of the sets.</summary>
internal sealed class UnionOfCodes(CodeSet[] sets) : CodeSet
{
    public override IReadOnlyCollection<(string System, string Code)>? Listed =>
        Array.TrueForAll(sets, set => set.Listed is not null) ? [.. sets.SelectMany(set => set.Listed ?? []).Distinct()] : null;

    public override bool? Contains(ReadOnlySpan<char> system, ReadOnlySpan<char> code)
    {
        bool? answer = false;
        foreach (var set in sets)
        {
            var one = set.Contains(system, code);
            if (one == true) return true;
            answer |= one;
        }

        return answer;
    }

    public override string? SystemOf(ReadOnlySpan<char> code)
    {
        string? found = null;
        foreach (var set in sets)
        {
            if (set.SystemOf(code) is not { } system || system == found) continue;
            if (found is not null) return null;
            found = system;
        }

        return found;
    }
}

/// <summary>Codes that are in all of the sets.</summary>
internal sealed class IntersectionOfCodes(CodeSet[] sets) : CodeSet
{
    public override IReadOnlyCollection<(string System, string Code)>? Listed =>
        Array.Find(sets, set => set.Listed is not null)?.Listed is not { } candidates || Array.Exists(sets, set => set.Listed is null && !AllKnown(set, candidates))
            ? null
            : [.. candidates.Where(entry => Contains(entry.System, entry.Code) == true)];

    public override bool? Contains(ReadOnlySpan<char> system, ReadOnlySpan<char> code)
    {
        bool? answer = true;
        foreach (var set in sets)
        {
            var one = set.Contains(system, code);
            if (one == false) return false;
            answer &= one;
        }

        return answer;
    }

    public override string? SystemOf(ReadOnlySpan<char> code)
    {
        foreach (var set in sets)
            if (set.SystemOf(code) is { } system) return Contains(system, code) == true ? system : null;
        return null;
    }

    private static bool AllKnown(CodeSet set, IReadOnlyCollection<(string System, string Code)> candidates) =>
        candidates.All(entry => set.Contains(entry.System, entry.Code) is not null);
}

/// <summary>Codes that are in the first set and not in the second.</summary>
internal sealed class DifferenceOfCodes(CodeSet included, CodeSet excluded) : CodeSet
{
    public override IReadOnlyCollection<(string System, string Code)>? Listed =>
        included.Listed is { } candidates && candidates.All(entry => excluded.Contains(entry.System, entry.Code) is not null)
            ? [.. candidates.Where(entry => excluded.Contains(entry.System, entry.Code) == false)]
            : null;

    public override bool? Contains(ReadOnlySpan<char> system, ReadOnlySpan<char> code)
    {
        var included1 = included.Contains(system, code);
        return included1 == false ? false : included1 & !excluded.Contains(system, code);
    }

    public override string? SystemOf(ReadOnlySpan<char> code) =>
        included.SystemOf(code) is { } system && excluded.Contains(system, code) == false ? system : null;
}
