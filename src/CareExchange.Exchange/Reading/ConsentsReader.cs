using CareExchange.Exchange.Audit;
using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Consent.Templates;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Reading;

/// <summary>A person's consents in plain words, and what else could be chosen.</summary>
public sealed class ConsentsReader(
    ResourceStore store, SearchQueryParser parser, ConsentDecider consent, ConsentGiving giving, ConsentTemplateLibrary templates, AuditTrail audit, TimeProvider clock)
{
    private const int MostOrganizations = 200;

    /// <summary>The consents and templates.</summary>
    /// <param name="person">Patient id.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The page; <c>person-not-visible</c> where the requester sees neither the person nor any consent of theirs.</returns>
    public async Task<Outcome<StandingConsents>> ReadAsync(string person, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var mandate = await consent.MandateAsync(person, requester, cancellationToken);
        var decision = await consent.DecideAsync(person, requester, cancellationToken);
        var patient = await store.ReadAsync("Patient", person, cancellationToken);
        var seesPerson = patient is { Deleted: false } && decision.Permits(patient);
        StoredResource[] seen = [.. (await store.ReadOfPersonsAsync([person], "Consent", DataCategories.Consent, cancellationToken)).Where(decision.Permits)];
        var isRefused = !seesPerson && seen.Length == 0;
        await audit.RecordAsync(
            new AuditRecord(AuditAction.Read, requester, trace)
            {
                Person = person,
                Refused = isRefused,
                Entities = [.. seen.Select(WriteRecords.Reference)],
                Grounds = [.. seen.Select(decision.ReasonFor).Distinct().Select(reason => new AuditGround(reason.Basis.Uri, reason.RulePath, reason.ConsentId is { } id ? FormattableString.Invariant($"Consent/{id}/_history/{reason.ConsentVersion}") : null))],
            },
            cancellationToken);
        if (isRefused) return ReadingIssues.NotVisible;

        var consents = seen.ToDictionary(one => one.Id, ConsentReader.Read, StringComparer.Ordinal);
        var english = await ConsentNames.EnglishAsync(store, consents.Values, cancellationToken);
        var mayGive = mandate.Kind == MandateKind.None ? requester.Role is not (RequesterRole.Person or RequesterRole.Caregiver) && seesPerson : mandate.MayChange;
        return new StandingConsents(
            seesPerson ? NameOf(decision.Release(patient!)?.Json) : "",
            [.. seen.Select(one => Read(one, consents[one.Id], english, person, requester, mandate)).OrderByDescending(one => one.IsInForce).ThenByDescending(one => one.Given).ThenBy(one => one.Id, StringComparer.Ordinal)],
            mayGive ? giving.Offered(requester) : [],
            mayGive ? await OrganizationsAsync(cancellationToken) : [],
            mayGive ? [.. (await store.ReadOfPersonsAsync([person], "RelatedPerson", DataCategories.Household, cancellationToken)).Where(decision.Permits).Select(related => ($"RelatedPerson/{related.Id}", NameOf(related.Json)))] : [],
            mandate.Kind == MandateKind.None);
    }

    /// <summary>Sentences of lines, in the reader's words.</summary>
    public static IReadOnlyList<ConsentSentence> Sentences(IReadOnlyList<PreviewLine> lines) =>
    [
        .. lines.GroupBy(line => (line.Recipient, line.As.OrganizationDisplay, line.Reason.Permits, line.Reason.Korean, line.Reason.English, IsPartly: line.Partly.Count > 0, line.Until)).Select(same => new ConsentSentence(
            same.Key.OrganizationDisplay, new(string.Join(", ", same.Select(line => line.As.Purpose.Korean)), string.Join(", ", same.Select(line => line.As.Purpose.English))), same.Key.Permits,
            new(same.Key.Korean, same.Key.English), same.Key.IsPartly, same.Key.Until is { } until ? CivilTime.Here.DayOf(until.AddTicks(-1)) : null)),
    ];

    private StandingConsent Read(StoredResource stored, ConsentPolicy policy, IReadOnlyDictionary<string, string> english, string person, Requester requester, Mandate mandate)
    {
        using var document = FhirDocument.Parse(stored.Json, Schema.R4).Value;
        var names = document is null ? new Dictionary<string, string>() : ConsentNames.Of(stored.Json);
        var lines = ConsentPreview.Of(person, [policy], clock.GetUtcNow(), names.GetValueOrDefault, templates.TypeOf, english);
        var made = document is null ? null : templates.Of(document.Root["policy"]["uri"].Text);
        Phrase title = made is { } of ? new($"{of.Template.Title.Korean} — {of.Choice.Title.Korean}", $"{of.Template.Title.English} — {of.Choice.Title.English}") : new(document?.Root["category"]["text"].Text ?? "동의", document?.Root["category"]["text"].Text is null ? "Consent" : null);
        return new(
            stored.Id, stored.Version, title, made is { } from ? $"{from.Template.Id} {from.Template.Version}" : null, policy.StatedAt is { } at ? CivilTime.Here.DayOf(at.From) : null, lines.Count > 0,
            lines.Count > 0 && ConsentWithdrawalInteraction.MayWithdraw(mandate, requester, stored), Sentences(lines),
            [.. lines.Where(line => line.Reason.Permits).SelectMany(line => line.Categories).Distinct(StringComparer.Ordinal)]);
    }

    private async Task<IReadOnlyList<(string, string)>> OrganizationsAsync(CancellationToken cancellationToken)
    {
        if (parser.Parse("Organization", [new("_sort", "name"), new("_count", FormattableString.Invariant($"{MostOrganizations}"))], "consents").Value is not { } request) return [];
        var found = await store.SearchAsync(request, AccessPredicate.AnyOf([new AccessGrant { Categories = [DataCategories.Admin] }]), cancellationToken);
        var names = templates.OrganizationNames.ToDictionary(partner => partner.Key, partner => partner.Value, StringComparer.Ordinal);
        foreach (var organization in found.Matches) names[organization.Id] = NameOf(organization.Json) is { Length: > 0 } name ? name : organization.Id;
        return [.. names.OrderBy(one => one.Value, StringComparer.Ordinal).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => ($"Organization/{one.Key}", one.Value))];
    }

    private static string NameOf(ReadOnlyMemory<byte>? json)
    {
        if (json is not { } bytes) return "";
        using var document = FhirDocument.Parse(bytes, Schema.R4).Value;
        return document is null ? "" : ConsentNames.NameOf(document.Root) ?? "";
    }
}
