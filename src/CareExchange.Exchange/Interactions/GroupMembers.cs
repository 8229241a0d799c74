using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Interactions;

/// <summary>The persons of a Group.</summary>
internal static class GroupMembers
{
    /// <summary>Ids of the Patients who are members and were not taken out again, each once, by code point.</summary>
    public static IReadOnlyList<string> Of(ReadOnlyMemory<byte> group, Schema schema)
    {
        using var document = FhirDocument.Parse(group, schema).Value ?? throw new InvalidOperationException("A stored resource is not JSON.");
        var members = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var member in document.Root.Children("member"))
        {
            if (member["inactive"].Text != "true" && member["entity"]["reference"].Text is { } reference && reference.StartsWith("Patient/", StringComparison.Ordinal)) members.Add(reference["Patient/".Length..].Split('/')[0]);
        }

        return [.. members];
    }
}
