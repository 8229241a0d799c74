using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent;

/// <summary>What a refusal of something "and related" is about beyond what refers to it: whatever it refers to itself (R4 consent-data-meaning), read at the moment of the decision.</summary>
/// <remarks>Permits stay with what IHE PCF means by the word, the data that refers to an encounter or a plan: they open nothing by what others write into it.</remarks>
internal sealed class RelatedData(ResourceStore store)
{
    /// <summary>The policies with that data named in their refusals; the same list where none speaks so.</summary>
    public ValueTask<IReadOnlyList<ConsentPolicy>> ResolveAsync(string person, IReadOnlyList<ConsentPolicy> policies, CancellationToken cancellationToken)
    {
        foreach (var policy in policies)
        {
            if (policy.IsActive && policy.RelatedTo.Count > 0) return ResolvedAsync(person, policies, cancellationToken);
        }

        return ValueTask.FromResult(policies);
    }

    private async ValueTask<IReadOnlyList<ConsentPolicy>> ResolvedAsync(string person, IReadOnlyList<ConsentPolicy> policies, CancellationToken cancellationToken)
    {
        var resolved = new List<ConsentPolicy>(policies.Count);
        foreach (var policy in policies)
        {
            if (!policy.IsActive || policy.RelatedTo.Count == 0)
            {
                resolved.Add(policy);
                continue;
            }

            var referred = new Dictionary<string, IReadOnlyList<ConsentData>>(StringComparer.Ordinal);
            foreach (var reference in policy.RelatedTo) referred[reference] = await ReferredByAsync(person, reference, cancellationToken);
            resolved.Add(policy with { Statements = [.. policy.Statements.Select(statement => With(statement, referred))] });
        }

        return resolved;
    }

    private static ConsentStatement With(ConsentStatement statement, Dictionary<string, IReadOnlyList<ConsentData>> referred) =>
        statement.Effect != ConsentEffect.Deny || !statement.Data.Values.Any(data => data.Meaning == "related" && referred.ContainsKey(data.Reference)) ? statement : statement with
        {
            Data = statement.Data with { Values = [.. statement.Data.Values, .. statement.Data.Values.Where(data => data.Meaning == "related").SelectMany(data => referred.GetValueOrDefault(data.Reference) ?? [])] },
        };

    // The person is referred to by everything of theirs: that is no relation to the encounter.
    private async Task<IReadOnlyList<ConsentData>> ReferredByAsync(string person, string reference, CancellationToken cancellationToken)
    {
        var slash = reference.IndexOf('/', StringComparison.Ordinal);
        if (await store.ReadAsync(reference[..slash], reference[(slash + 1)..], cancellationToken) is not { Deleted: false } stored || stored.Tags.Person != person) return [];
        using var document = FhirDocument.Parse(stored.Json, Schema.R4).Value;
        return document is null ? [] : [.. new ResourceContent(document.Root).References.Where(one => !one.StartsWith("Patient/", StringComparison.Ordinal)).Select(one => new ConsentData("instance", one))];
    }
}
