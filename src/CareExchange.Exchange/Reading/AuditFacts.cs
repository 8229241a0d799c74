using System.Runtime.CompilerServices;
using System.Text.Json;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Audit;

namespace CareExchange.Exchange.Reading;

/// <summary>Reads the trail back into facts: the twin of what writes its AuditEvents.</summary>
public static class AuditFacts
{
    private const string LegalBasisPrefix = "urn:careexchange:legal-basis:";
    private const int PageSize = 1000;

    /// <summary>One record.</summary>
    /// <remarks>What a partner's own record says of grounds and refusals is that partner's word, and no provision or refusal of ours.</remarks>
    public static AuditFact Read(AuditRow row)
    {
        if (row.Action == AuditQuery.Received) return new(row.Id, row.Recorded, row.Action, Permitted: true, row.Agent, row.Agent, row.Organization, row.Organization, row.Person);
        using var document = JsonDocument.Parse(row.Json);
        var root = document.RootElement;
        var (who, organization, address) = (row.Agent, (string?)null, (string?)null);
        PurposeOfUse? purpose = null;
        List<LegalBasis> grounds = [];
        foreach (var agent in Items(root, "agent"))
        {
            // Records of earlier versions have all of it at who asked.
            grounds.AddRange(Items(agent, "policy").Select(policy => Basis(policy.GetString())).OfType<LegalBasis>());
            if (agent.TryGetProperty("requestor", out var requestor) && requestor.ValueKind == JsonValueKind.True)
            {
                who = Text(agent, "name") ?? who;
                purpose = Items(agent, "purposeOfUse").SelectMany(concept => Items(concept, "coding")).Select(coding => PurposeOfUse.Find(Text(coding, "code"))).FirstOrDefault();
            }

            if (Text(agent, "network", "type") == "2") address ??= Text(agent, "network", "address");
            organization ??= Text(agent, "who", "display");
        }

        List<string> entities = [], consents = [];
        string? requestId = null;
        var isOnBehalf = false;
        foreach (var entity in Items(root, "entity"))
        {
            if (Text(entity, "type", "code") == "XrequestId") requestId = Text(entity, "what", "identifier", "value");
            else if (Text(entity, "type", "code") == "acting-for") isOnBehalf = true;
            else if (Text(entity, "what", "reference") is { } reference) (Items(entity, "detail").Any(detail => Text(detail, "type") == "rule") ? consents : entities).Add(reference);
        }

        return new(row.Id, row.Recorded, row.Action, row.Outcome == "permit", row.Agent, who, row.Organization, organization ?? row.Organization, row.Person)
        {
            Purpose = purpose,
            Grounds = grounds,
            Entities = entities,
            Consents = consents,
            Address = address,
            IsOnBehalf = isOnBehalf,
            RequestId = requestId,
            Explanation = Text(root, "outcomeDesc"),
        };
    }

    /// <summary>Everything that fits, newest first, page by page.</summary>
    /// <param name="entries">The trail.</param>
    /// <param name="query">What must hold.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="atOnce">How many are read at a time: few where the walk ends soon. At most 1,000.</param>
    public static async IAsyncEnumerable<AuditFact> WalkAsync(AuditStore entries, AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken, int atOnce = PageSize)
    {
        query = query with { Count = atOnce };
        while (true)
        {
            var page = await entries.QueryAsync(query, cancellationToken);
            foreach (var entry in page) yield return Read(entry.Row);
            if (page.Count < atOnce) yield break;
            query = query with { Before = page[^1].Position };
        }
    }

    private static LegalBasis? Basis(string? uri)
    {
        if (uri?.StartsWith(LegalBasisPrefix, StringComparison.Ordinal) != true) return null;
        var rest = uri[LegalBasisPrefix.Length..];
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? LegalBasis.Parse(rest, null) : LegalBasis.Parse(rest[..colon], Uri.UnescapeDataString(rest[(colon + 1)..]));
    }

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];

    private static string? Text(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }
}
