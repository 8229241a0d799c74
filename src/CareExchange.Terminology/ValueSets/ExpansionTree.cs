namespace CareExchange.Terminology.ValueSets;

/// <summary>Puts the codes of an expansion below their nearest ancestor that is in it too.</summary>
internal static class ExpansionTree
{
    public static IReadOnlyList<ExpandedCode> Build(List<ExpansionCandidate> candidates, Func<ExpansionCandidate, ExpandedCode> expand)
    {
        var places = new Dictionary<(string Url, int Index), int>();
        for (var i = 0; i < candidates.Count; i++)
            if (candidates[i].Index >= 0) places.TryAdd((candidates[i].Url, candidates[i].Index), i);

        var children = new List<int>?[candidates.Count];
        var tops = new List<int>();
        for (var i = 0; i < candidates.Count; i++)
        {
            // Codes that the value set names one by one are listed as it names them.
            if (candidates[i].Named is null && Parent(candidates[i], places) is { } parent && parent != i) (children[parent] ??= []).Add(i);
            else tops.Add(i);
        }

        return [.. tops.Select(top => Node(top))];

        ExpandedCode Node(int place, int depth = 0)
        {
            var code = expand(candidates[place]);

            // Deeper than any classification goes, the rest is left flat at this level rather than nested without end.
            return children[place] is { } below && depth < 64 ? code with { Contains = [.. below.Select(child => Node(child, depth + 1))] } : code;
        }
    }

    // Nearest by the first parents: an expansion shows a code once, even where it stands under several.
    private static int? Parent(ExpansionCandidate candidate, Dictionary<(string Url, int Index), int> places)
    {
        if (candidate.System is not { } system || candidate.Index < 0) return null;
        var at = candidate.Index;
        for (var steps = 0; steps < 64 && system.Parents(at) is [var parent, ..]; steps++)
        {
            if (parent == candidate.Index) return null;
            if (places.TryGetValue((candidate.Url, parent), out var place)) return place;
            at = parent;
        }

        return null;
    }
}
