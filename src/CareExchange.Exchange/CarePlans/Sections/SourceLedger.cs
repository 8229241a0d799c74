using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>Finds for each resource the message that said it, and numbers the messages, newest first.</summary>
/// <remarks>
/// Provenance names the message (R4 provenance.html: target, recorded, entity); where the reader may not see that record, the
/// contributing organisation and the moment of storing still say who and when.
/// </remarks>
internal sealed class SourceLedger
{
    private const string MapPrefix = "urn:careexchange:map:";

    private static readonly Phrase s_gateway = new("CareExchange", "CareExchange");

    private readonly Dictionary<string, ParsedResource> _byReference = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ParsedResource> _provenanceOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Source> _sourceOf = new(StringComparer.Ordinal);

    public SourceLedger(IReadOnlyList<ParsedResource> resources)
    {
        foreach (var resource in resources) _byReference[resource.Reference] = resource;
        foreach (var provenance in resources.Where(resource => resource.Stored.Type == "Provenance").OrderBy(Recorded))
        {
            foreach (var target in provenance.Root.Children("target"))
            {
                if (References.Key(target) is { } key) _provenanceOf[key] = provenance;
            }
        }

        Sources = Number(resources);
    }

    public IReadOnlyList<Source> Sources { get; }

    public Source Of(ParsedResource resource) => _sourceOf[resource.Reference];

    private static DateTimeOffset Recorded(ParsedResource provenance) => Days.Instant(provenance.Root["recorded"]) ?? provenance.Stored.LastUpdated;

    private List<Source> Number(IReadOnlyList<ParsedResource> resources)
    {
        var messages = new Dictionary<string, (Source Source, List<string> References)>(StringComparer.Ordinal);
        foreach (var resource in resources)
        {
            // A record about a message is not itself said by somebody, and nobody's register of organisations is a contribution to a plan.
            // The Patient is everybody's: its tag names the first partner, its Provenance the last, and neither said all of it.
            if (resource.Stored.Type is "Provenance" or "DocumentReference" or "Patient" || resource.Stored.Tags.Person is null) continue;
            var (key, source) = Describe(resource);
            if (!messages.TryGetValue(key, out var message)) messages[key] = message = (source, []);
            message.References.Add(resource.Reference);
        }

        List<Source> numbered = [];
        foreach (var (source, references) in messages.Values.OrderByDescending(message => message.Source.Date).ThenBy(message => message.Source.OrganizationId, StringComparer.Ordinal))
        {
            var final = source with { Number = numbered.Count + 1 };
            numbered.Add(final);
            foreach (var reference in references) _sourceOf[reference] = final;
        }

        // What has no message of its own (an Organization) still needs an answer, should a line ever quote it.
        foreach (var resource in resources) _sourceOf.TryAdd(resource.Reference, Describe(resource).Source);
        return numbered;
    }

    private (string Key, Source Source) Describe(ParsedResource resource)
    {
        var stored = resource.Stored;
        var provenance = _provenanceOf.GetValueOrDefault(resource.Reference);
        var document = provenance is null ? null : Document(provenance);
        var (map, version) = provenance is null ? default : Map(provenance.Root);
        var received = provenance is null ? stored.LastUpdated : Recorded(provenance);
        var organization = stored.Tags.Source;
        var key = document?.Reference ?? provenance?.Reference ?? $"{organization} {stored.LastUpdated.ToUnixTimeSeconds()}";
        return (organization + " " + key, new(
            0,
            organization,
            Organization(organization),
            Sent(document, provenance),
            received,
            document is null ? null : Title(document),
            document?.Stored.Id,
            provenance?.Stored.Id,
            map,
            version));
    }

    // A description that only repeats the sender says nothing about the message.
    private Phrase? Title(ParsedResource document)
    {
        var title = Phrases.Of(document.Root["description"]);
        return title is not null && title.Korean != Organization(document.Stored.Tags.Source).Korean ? title : Phrases.Of(document.Root["type"]);
    }

    private Phrase Organization(string id) =>
        _byReference.TryGetValue("Organization/" + id, out var organization)
            && Names.Organization(organization.Root) is { } name
                ? name
                : id == Requester.GatewayId ? s_gateway : new(id, id);

    private ParsedResource? Document(ParsedResource provenance)
    {
        foreach (var entity in provenance.Root.Children("entity"))
        {
            if (References.Key(entity["what"]) is { } key && key.StartsWith("DocumentReference/", StringComparison.Ordinal)
                && _byReference.TryGetValue(key, out var document)) return document;
        }

        return null;
    }

    private static DateTimeOffset? Sent(ParsedResource? document, ParsedResource? provenance) =>
        (document is null ? null : Days.Instant(document.Root["date"]))
        ?? (provenance is null ? null : Days.Instant(provenance.Root["occurred"]));

    // canonical|version (R4 references.html#canonical), wherever the Provenance names it.
    private static (string? Map, string? Version) Map(Element element)
    {
        foreach (var child in element.Children())
        {
            if (child.IsPrimitive)
            {
                if (child.Text is { } text && text.StartsWith(MapPrefix, StringComparison.Ordinal))
                {
                    var bar = text.IndexOf('|', StringComparison.Ordinal);
                    return bar < 0 ? (text, null) : (text[..bar], text[(bar + 1)..]);
                }
            }
            else if (Map(child) is { Map: not null } found)
            {
                return found;
            }
        }

        return default;
    }
}
