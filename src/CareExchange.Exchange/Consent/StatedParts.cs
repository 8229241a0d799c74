using CareExchange.Storage.Indexing;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent;

/// <summary>A Patient that several organisations state: each part is judged as a contribution of those who state it, not of whoever was first.</summary>
/// <param name="judge">Who judges.</param>
/// <param name="resource">The Patient.</param>
internal sealed class StatedParts(PersonAccess judge, StoredResource resource)
{
    private readonly ResourceFacts _facts = ResourceFacts.Of(resource);
    private readonly Dictionary<string, Verdict> _verdicts = new(StringComparer.Ordinal);

    /// <summary>What is decided about a resource: one that several state may be seen as soon as the part of one of them may.</summary>
    public static Verdict Judge(PersonAccess judge, StoredResource resource)
    {
        var others = OthersOf(resource);
        return others.Count == 0 ? judge.Judge(ResourceFacts.Of(resource)) : new StatedParts(judge, resource).Best(others);
    }

    /// <summary>Who states a part beside the contributor; nobody of anything but a Patient.</summary>
    public static IReadOnlyList<string> OthersOf(StoredResource resource)
    {
        if (resource.Type != "Patient" || resource.Json.IsEmpty) return [];
        var staters = PartStaters.Of(resource.Json.Span);
        return staters.Count == 0 || (staters.Count == 1 && staters[0] == resource.Tags.Source) ? [] : [.. staters.Where(stater => stater != resource.Tags.Source)];
    }

    /// <summary>The verdict that shows most.</summary>
    public Verdict Best(IReadOnlyList<string> others)
    {
        var best = Of(resource.Tags.Source);
        foreach (var other in others)
        {
            if (best is { Permitted: true, Elements: null }) return best;
            var verdict = Of(other);
            if (verdict.Permitted && (!best.Permitted || verdict.Elements is null)) best = verdict;
        }

        return best;
    }

    /// <summary>True where every part may be seen whole.</summary>
    public bool IsWhole(IReadOnlyList<string> others) => Of(resource.Tags.Source) is { Permitted: true, Elements: null } && others.All(other => Of(other) is { Permitted: true, Elements: null });

    /// <summary>True where an element (<c>Patient.name</c>) that a source states may be seen.</summary>
    public bool Shows(string element, string source) => Of(source) is { Permitted: true, Elements: var elements } && elements?.Contains(element, StringComparer.Ordinal) != false;

    private Verdict Of(string source)
    {
        if (!_verdicts.TryGetValue(source, out var verdict)) _verdicts[source] = verdict = judge.Judge(source == resource.Tags.Source ? _facts : _facts.From(source));
        return verdict;
    }
}
