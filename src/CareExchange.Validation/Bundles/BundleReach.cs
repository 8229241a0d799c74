using CareExchange.Fhir.Elements;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Bundles;

/// <summary>Which entries of a document or message hang together with its first one. Linear in entries and references.</summary>
internal sealed class BundleReach
{
    private readonly List<int>[] _targets;
    private readonly List<int>[] _sources;

    /// <summary>Follows all references.</summary>
    public BundleReach(BundleIndex entries, BundleResolver resolver)
    {
        var count = entries.All.Length;
        (_targets, _sources) = (new List<int>[count], new List<int>[count]);
        for (var index = 0; index < count; index++) (_targets[index], _sources[index]) = ([], []);
        for (var index = 0; index < count; index++)
        {
            if (!entries.Resources[index].Exists) continue;
            foreach (var (reference, source) in BundleReferences.Of(entries.All[index]))
            {
                var target = resolver.Find(reference, source, index, isRequired: false);
                if (target < 0 || target == index) continue;
                _targets[index].Add(target);
                _sources[target].Add(index);
            }
        }
    }

    /// <summary>Walks from some entries, first along references, then against them.</summary>
    /// <returns>For each entry: reached, reached only because it points at a reached one, or not at all.</returns>
    public Reached[] From(IEnumerable<int> starts)
    {
        var reached = new Reached[_targets.Length];
        var forward = new Stack<int>();
        var order = new Queue<int>();
        foreach (var start in starts) Visit(start, Reached.Forward);
        Drain();
        while (order.TryDequeue(out var at))
        {
            foreach (var source in _sources[at])
            {
                if (reached[source] != Reached.Not) continue;
                Visit(source, Reached.Backward);
                Drain();
            }
        }

        return reached;

        void Visit(int entry, Reached how)
        {
            if (reached[entry] != Reached.Not) return;
            reached[entry] = how;
            forward.Push(entry);
            order.Enqueue(entry);
        }

        void Drain()
        {
            while (forward.TryPop(out var at))
                foreach (var target in _targets[at]) Visit(target, Reached.Forward);
        }
    }

    /// <summary>How an entry was reached.</summary>
    public enum Reached
    {
        /// <summary>Not at all.</summary>
        Not,

        /// <summary>Along references.</summary>
        Forward,

        /// <summary>It points at an entry that was reached.</summary>
        Backward,
    }
}
