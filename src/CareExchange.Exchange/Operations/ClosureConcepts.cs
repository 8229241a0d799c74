using System.Text.Json;

namespace CareExchange.Exchange.Operations;

/// <summary>The concepts of one closure table and the version that brought each: the first is 1, each addition makes the next.</summary>
/// <param name="Version">The version of the table.</param>
/// <param name="Concepts">The concepts in the order in which they came.</param>
internal sealed record ClosureConcepts(int Version, IReadOnlyList<ClosureConcept> Concepts)
{
    /// <summary>A table that has just been begun.</summary>
    public static ClosureConcepts Empty { get; } = new(1, []);

    /// <summary>The table as it is kept.</summary>
    public static ClosureConcepts? Read(byte[]? kept) => kept is null ? null : JsonSerializer.Deserialize<ClosureConcepts>(kept);

    /// <summary>What is kept of it.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>The table with concepts that it does not have yet; itself where it has them all.</summary>
    public ClosureConcepts With(IEnumerable<(string System, string Code)> concepts)
    {
        var known = Concepts.Select(concept => (concept.System, concept.Code)).ToHashSet();
        ClosureConcept[] added = [.. concepts.Where(known.Add).Select(concept => new ClosureConcept(concept.System, concept.Code, Version + 1))];
        return added.Length == 0 ? this : new(Version + 1, [.. Concepts, .. added]);
    }
}
