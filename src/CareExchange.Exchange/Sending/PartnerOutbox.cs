using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Profiles;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Sending;

/// <summary>What is addressed to a partner, in the partner's own format: searched, judged, mapped and recorded like any read.</summary>
/// <remarks>
/// Nothing is pushed: the partner fetches, and so every message is decided by the consents of the moment in which it leaves. The same resources give
/// the same bytes, so fetching twice is harmless.
/// </remarks>
public sealed class PartnerOutbox(ResourceStore store, SearchQueryParser parser, ConsentDecider consent, AuditTrail audit, MappingLibrary mappings, Schema schema)
{
    /// <summary>More than anybody reads in one table; a narrower search gives the rest.</summary>
    public const int MostMatches = 10_000;

    private const int PageSize = 500;

    /// <summary>The kinds of messages that a partner can fetch.</summary>
    public IReadOnlyList<OutputEntry> Kinds(Partner partner) => mappings.Find(partner.Id)?.Outputs ?? [];

    /// <summary>The messages of a kind that wait for a partner, newest first where the manifest sorts them so.</summary>
    /// <param name="partner">Who fetches.</param>
    /// <param name="name">The kind.</param>
    /// <param name="query">Search parameters that narrow it.</param>
    /// <param name="refusal">Says why the caller may not read a type, or null.</param>
    /// <param name="requester">The client.</param>
    /// <param name="trace">How it asks.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The messages; or <c>output-unknown</c>, <c>output-parameter</c>, <c>output-many</c> or what is wrong with the search.</returns>
    public async Task<Outcome<IReadOnlyList<OutputNotice>>> ListAsync(
        Partner partner, string name, IReadOnlyList<KeyValuePair<string, string>> query, Func<string, Issue?> refusal, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (Find(partner, name) is not { } output) return OutputIssue.Unknown(name);
        var disclosure = new Disclosure(consent, requester);
        var found = await FindAsync(partner, output, query, refusal, requester, disclosure, isListed: true, cancellationToken);
        if (found.Value is not { } matches || !found.Succeeded) return await RefuseAsync<IReadOnlyList<OutputNotice>>(found.Issues, name, requester, trace, cancellationToken);
        await audit.RecordAsync(disclosure.Listed(AuditAction.Search, trace, $"out/{name}"), cancellationToken);
        return matches.Select(match => new OutputNotice(match.Resource.Type, match.Resource.Id, match.Resource.Version, match.Resource.LastUpdated)).ToList();
    }

    /// <summary>A message in the partner's format: one that <see cref="ListAsync"/> names, or a table of all that match.</summary>
    /// <param name="partner">Who fetches.</param>
    /// <param name="name">The kind.</param>
    /// <param name="id">Id of the resource that starts the message; null for a kind of which one message holds many.</param>
    /// <param name="query">Search parameters that narrow it.</param>
    /// <param name="refusal">Says why the caller may not read a type, or null.</param>
    /// <param name="requester">The client.</param>
    /// <param name="trace">How it asks.</param>
    /// <param name="address">What fullUrls begin with.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>
    /// The message; or <c>output-unknown</c>, <c>output-nothing</c> (also for what is withheld), <c>output-parameter</c>, <c>output-many</c>, or the issues of map and
    /// format where what may be told does not make a message, at the elements that they are about. Nothing has left then.
    /// </returns>
    public async Task<Outcome<OutputResult>> FetchAsync(
        Partner partner, string name, string? id, IReadOnlyList<KeyValuePair<string, string>> query, Func<string, Issue?> refusal, Requester requester, RequestTrace trace, string address, CancellationToken cancellationToken)
    {
        if (Find(partner, name) is not { } output || output.IsMany != id is null) return OutputIssue.Unknown(name);
        var disclosure = new Disclosure(consent, requester);
        IReadOnlyList<KeyValuePair<string, string>> narrowed = id is null ? query : [.. query, new("_id", id)];
        var found = await FindAsync(partner, output, narrowed, refusal, requester, disclosure, isListed: false, cancellationToken);
        if (found.Value is not { } matches || !found.Succeeded) return await RefuseAsync<OutputResult>(found.Issues, name, requester, trace, cancellationToken);
        if (matches.Count == 0 && id is not null) return await RefuseAsync<OutputResult>([OutputIssue.Nothing(name)], name, requester, trace, cancellationToken);

        // 1. What starts it, and what that refers to, each judged for this requester. 2. The partner's map and format.
        var bundle = new OutputBundle(store, disclosure, refusal, schema, address);
        foreach (var (resource, json) in matches) bundle.AddMatch(resource, json);
        await bundle.FollowAsync(cancellationToken);
        var written = mappings.Find(partner.Id)!.Write(name, bundle.Write());
        if (written.Value is not { } result || !written.Succeeded) return await RefuseAsync<OutputResult>(written.Issues, name, requester, trace, cancellationToken);

        // 3. Recorded before it leaves: what the map read, and nothing else.
        await bundle.ReleaseAsync(result.ReadEntries, cancellationToken);
        await audit.RecordAsync(disclosure.Listed(AuditAction.MessageSent, trace, $"out/{name}"), cancellationToken);
        return written;
    }

    private OutputEntry? Find(Partner partner, string name) => Kinds(partner).FirstOrDefault(output => output.Name == name);

    private async Task<Outcome<List<(StoredResource Resource, ReadOnlyMemory<byte> Json)>>> FindAsync(
        Partner partner, OutputEntry output, IReadOnlyList<KeyValuePair<string, string>> query, Func<string, Issue?> refusal, Requester requester, Disclosure disclosure, bool isListed, CancellationToken cancellationToken)
    {
        if (refusal(output.ResourceType) is { } refused) return refused;
        if (query.FirstOrDefault(pair => pair.Key is ['_', ..] and not ("_id" or "_lastUpdated")).Key is { } unknown) return OutputIssue.Parameter(unknown);
        var organization = $"Organization/{partner.OrganizationId}";
        var own = QueryPairs.Parse((output.Search ?? "").Replace("{organization}", Uri.EscapeDataString(organization), StringComparison.Ordinal));
        IReadOnlyList<KeyValuePair<string, string>> asked = [.. own, .. query, new("_count", $"{PageSize}")];
        var access = await consent.DecidePersonsAsync(requester, cancellationToken);
        var profile = mappings.Find(partner.Id)!;
        var bundle = new OutputBundle(store, disclosure, refusal, schema, "");
        List<(StoredResource, ReadOnlyMemory<byte>)> matches = [];
        while (true)
        {
            var parsed = parser.Parse(output.ResourceType, asked, requester.Id);
            if (parsed.Value is not { } request || !parsed.Succeeded) return Outcome.Failure<List<(StoredResource, ReadOnlyMemory<byte>)>>(parsed.Issues);
            if (request.LinkedTypes.Select(refusal).OfType<Issue>().FirstOrDefault() is { } linked) return linked;
            var page = await store.SearchAsync(request, access.Predicate, cancellationToken);
            await disclosure.PrepareAsync(page.Matches, cancellationToken);
            foreach (var match in page.Matches)
            {
                if (await bundle.SeeAsync(match, cancellationToken) is not { } json || !Starts(profile, output, json, organization)) continue;
                if (matches.Count == MostMatches) return OutputIssue.Many(output.Name);
                matches.Add((match, json));
                if (isListed) await disclosure.ReleaseAsync(match, cancellationToken);
            }

            if (page.NextCursor is not { } cursor) return matches;
            asked = [new("_cursor", cursor)];
        }
    }

    private bool Starts(MappingProfile profile, OutputEntry output, ReadOnlyMemory<byte> json, string organization)
    {
        using var document = FhirDocument.Parse(json, schema).Value;
        return document is not null && profile.Starts(output.Name, document.Root, organization);
    }

    private async Task<Outcome<T>> RefuseAsync<T>(IReadOnlyList<Issue> issues, string name, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(
            new AuditRecord(AuditAction.MessageSent, requester, trace) { Refused = true, Query = $"out/{name}", Explanation = issues.FirstOrDefault(issue => issue.IsError)?.Rule }, cancellationToken);
        return Outcome.Failure<T>(issues);
    }
}
