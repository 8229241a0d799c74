using CareExchange.Fhir.Definitions;

namespace CareExchange.Terminology.CodeSystems;

/// <summary>Who stands below whom in one code system. Immutable and thread-safe.</summary>
/// <remarks>
/// Concepts are numbered so that everything below a concept in the spanning tree is one run of numbers; is-a is then two comparisons.
/// Where concepts have several parents, a concept also keeps the runs that reach it by the other ways (Agrawal, Borgida, Jagadish 1989).
/// </remarks>
internal sealed class ConceptHierarchy
{
    // A graph so entangled that runs outgrow this is not numbered but searched: slower, never wrong.
    private const int RunsPerConcept = 16;

    private readonly HierarchyEdges _edges;
    private readonly int[] _number;
    private readonly int[] _last;
    private readonly int[]? _runStarts;
    private readonly int[]? _runs;
    private readonly bool _isSearched;

    public ConceptHierarchy(CodeSystemDefinition definition, Func<string, int> indexOf)
    {
        var count = definition.Concepts.Count;
        _edges = HierarchyEdges.Read(definition.Concepts, indexOf);
        (_number, _last) = (new int[count], new int[count]);
        var finished = new List<int>(_edges.HasSeveralParents ? count : 0);
        Visit(finished);
        if (_edges.HasSeveralParents) (_runStarts, _runs, _isSearched) = CollectRuns(finished);
    }

    /// <summary>What it holds in memory, in bytes.</summary>
    public long ByteCount => _edges.ByteCount + (4L * (_number.Length + _last.Length + (_runStarts?.Length ?? 0) + (_runs?.Length ?? 0)));

    /// <summary>True if the concept is <paramref name="ancestor"/> or stands below it.</summary>
    public bool IsA(int index, int ancestor)
    {
        var number = _number[index];
        if (number >= _number[ancestor] && number <= _last[ancestor]) return true;
        if (_runStarts is null) return _isSearched && IsFound(index, ancestor);
        for (var at = _runStarts[ancestor]; at < _runStarts[ancestor + 1]; at += 2)
            if (number >= _runs![at] && number <= _runs[at + 1]) return true;
        return false;
    }

    /// <summary>The direct parents of a concept.</summary>
    public ReadOnlySpan<int> Parents(int index) => _edges.Parents(index);

    /// <summary>The direct children of a concept, in the definition's order.</summary>
    public ReadOnlySpan<int> Children(int index) => _edges.Children(index);

    // Depth first without recursion: definitions may nest as deep as they like. An edge back to a concept on the way is a circle and is passed over.
    private void Visit(List<int> finished)
    {
        var count = _number.Length;
        var next = new int[count];
        var state = new byte[count];
        var way = new Stack<int>();
        var number = 0;
        for (var pass = 0; pass < 2; pass++)
        {
            for (var start = 0; start < count; start++)
            {
                // What no top concept reaches stands in a circle of its own and is entered in the second pass.
                if (state[start] != 0 || (pass == 0 && _edges.Parents(start).Length > 0)) continue;
                Enter(start);
                while (way.TryPeek(out var at))
                {
                    var children = _edges.Children(at);
                    if (next[at] < children.Length)
                    {
                        var child = children[next[at]++];
                        if (state[child] == 0) Enter(child);
                        continue;
                    }

                    way.Pop();
                    state[at] = 2;
                    _last[at] = number - 1;
                    if (_edges.HasSeveralParents) finished.Add(at);
                }
            }
        }

        void Enter(int concept)
        {
            state[concept] = 1;
            _number[concept] = number++;
            way.Push(concept);
        }
    }

    // Children finish before their parents, so each concept only joins what its children already have.
    private (int[]? Starts, int[]? Runs, bool IsSearched) CollectRuns(List<int> finished)
    {
        var order = new int[_number.Length];
        for (var i = 0; i < finished.Count; i++) order[finished[i]] = i;
        var found = new int[_number.Length][];
        var total = 0L;
        var bounds = new List<(int First, int Last)>();
        foreach (var concept in finished)
        {
            bounds.Clear();
            foreach (var child in _edges.Children(concept))
            {
                if (order[child] >= order[concept]) continue;
                if (!IsBelow(child, concept)) bounds.Add((_number[child], _last[child]));
                for (var i = 0; i < found[child].Length; i += 2) bounds.Add((found[child][i], found[child][i + 1]));
            }

            found[concept] = Merge(bounds, concept);
            total += found[concept].Length;
            if (total > (long)RunsPerConcept * 2 * (_number.Length + 64)) return (null, null, true);
        }

        var starts = new int[_number.Length + 1];
        for (var i = 0; i < found.Length; i++) starts[i + 1] = starts[i] + found[i].Length;
        return (starts, [.. found.SelectMany(runs => runs)], false);
    }

    private bool IsBelow(int child, int concept) => _number[child] >= _number[concept] && _number[child] <= _last[concept];

    private int[] Merge(List<(int First, int Last)> bounds, int concept)
    {
        if (bounds.Count == 0) return [];
        bounds.Sort();
        var merged = new List<int>();
        foreach (var (first, last) in bounds)
        {
            if (first >= _number[concept] && last <= _last[concept]) continue;
            if (merged.Count > 0 && first <= merged[^1] + 1) merged[^1] = Math.Max(merged[^1], last);
            else merged.AddRange([first, last]);
        }

        return [.. merged];
    }

    private bool IsFound(int index, int ancestor)
    {
        var pending = new Stack<int>([index]);
        var seen = new HashSet<int>();
        while (pending.TryPop(out var at))
        {
            if (at == ancestor) return true;
            if (!seen.Add(at)) continue;
            foreach (var parent in _edges.Parents(at)) pending.Push(parent);
        }

        return false;
    }
}
