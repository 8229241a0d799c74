using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.CodeSystems;

namespace CareExchange.Terminology.Tests.CodeSystems;

public class ConceptHierarchyTests
{
    private const int Concepts = 100_000;

    [Theory]
    [InlineData(false, 90)]
    [InlineData(true, 130)]
    public void A_hundred_thousand_concepts_are_small_and_know_their_ancestors(bool hasSeveralParents, int bytesPerConcept)
    {
        var random = new Random(11);
        var (system, parents) = Synthetic(Concepts, hasSeveralParents, random);

        for (var i = 0; i < 2_000; i++)
        {
            var (index, other) = (random.Next(Concepts), random.Next(Concepts));
            if (i % 2 == 0) other = Ancestors(parents, index).ElementAt(random.Next(Ancestors(parents, index).Count));
            Assert.Equal(Ancestors(parents, index).Contains(other), system.IsA(index, other));
        }

        Assert.Equal(77_777, system.IndexOf("C077777"));
        Assert.InRange(system.ByteCount / Concepts, 1, bytesPerConcept);
    }

    [Fact]
    public void The_memory_told_is_the_memory_held()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (system, _) = Synthetic(Concepts, hasSeveralParents: false, new Random(3));
        system.IsA(1, 0);
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;

        // Other tests run beside this one, so only the order of magnitude can be asked for.
        Assert.InRange(held, 0, 4 * system.ByteCount);
        GC.KeepAlive(system);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Any_graph_without_circles_answers_as_a_search_would(int seed)
    {
        var random = new Random(seed);
        var count = 200;
        var (system, parents) = Synthetic(count, hasSeveralParents: true, random, density: seed);

        for (var index = 0; index < count; index++)
        {
            var ancestors = Ancestors(parents, index);
            for (var other = 0; other < count; other++) Assert.Equal(ancestors.Contains(other), system.IsA(index, other));
        }
    }

    [Fact]
    public void A_circle_ends_and_a_deep_chain_is_no_recursion()
    {
        var circle = new CodeSystem(new("urn:x", null, "complete", true, null,
            [new("a", null, -1, [("parent", "c")]), new("b", null, -1, [("parent", "a")]), new("c", null, -1, [("parent", "b")])]));
        var chain = new CodeSystem(new("urn:y", null, "complete", true, null, [.. Enumerable.Range(0, 50_000).Select(i => new CodeSystemConcept($"{i}", null, i - 1, []))]));

        Assert.True(circle.IsA(1, 0));
        Assert.True(chain.IsA(49_999, 0));
        Assert.False(chain.IsA(0, 49_999));
    }

    private static (CodeSystem System, List<int>[] Parents) Synthetic(int count, bool hasSeveralParents, Random random, int density = 1)
    {
        var builder = new ConceptTableBuilder();
        var parents = new List<int>[count];
        for (var i = 0; i < count; i++)
        {
            // Ten children each, as in a classification; now and then more parents, as in a terminology.
            parents[i] = i == 0 ? [] : [(i - 1) / 10];
            var properties = new List<(string, string)>();
            for (var more = 0; hasSeveralParents && more < density && i > 20 && random.Next(5) == 0; more++)
            {
                var parent = random.Next(i);
                if (parents[i].Contains(parent)) continue;
                parents[i].Add(parent);
                properties.Add(("parent", $"C{parent:D6}"));
            }

            builder.Add(new($"C{i:D6}", $"Synthetic concept number {i}", parents[i].Count > 0 ? parents[i][0] : -1, properties));
        }

        return (new(new("urn:synthetic", "1", "complete", true, null, builder.Build())), parents);
    }

    private static HashSet<int> Ancestors(List<int>[] parents, int index)
    {
        var found = new HashSet<int>();
        var pending = new Stack<int>([index]);
        while (pending.TryPop(out var at))
            if (found.Add(at)) parents[at].ForEach(pending.Push);
        return found;
    }
}
