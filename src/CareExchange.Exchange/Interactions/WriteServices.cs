using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Persons;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Interactions;

/// <summary>What every write needs; made once and shared.</summary>
public sealed record WriteServices(
    ResourceStore Store,
    SearchQueryParser Parser,
    ResourceCheck Check,
    PatientCompartment Compartment,
    PersonKeeper Persons,
    AuditTrail Audit,
    TimeProvider Clock)
{
    /// <summary>How many resources one conditional delete may delete; more are refused (R4 http.html#delete). 1 to <see cref="MaximumConditionalDeletes"/>.</summary>
    public int ConditionalDeleteLimit { get; init; } = 1;

    /// <summary>The highest that <see cref="ConditionalDeleteLimit"/> may be: they are deleted in one commit.</summary>
    public const int MaximumConditionalDeletes = 500;

    /// <summary>Why the token does not let a resource be written so, or one that stands be changed; null where it does.</summary>
    internal Issue? Beyond(Requester requester, string type, string id, ReadOnlyMemory<byte> json, ResourceActions action) =>
        requester.Limits is null || _limits.Permits(requester, type, id, Clock.GetUtcNow(), json, action) ? null : InteractionIssues.OutsideScope(type, id);

    /// <inheritdoc cref="Beyond(Requester, string, string, ReadOnlyMemory{byte}, ResourceActions)"/>
    internal Issue? Beyond(Requester requester, StoredResource? standing, ResourceActions action) =>
        requester.Limits is null || standing is null || standing.Deleted || _limits.Permits(requester, standing, standing.Json, action) ? null : InteractionIssues.OutsideScope(standing.Type, standing.Id);

    private readonly ScopeLimits _limits = new(Store.Matcher);

    /// <summary>Who may act for somebody else.</summary>
    public RepresentationRules Representation { get; init; } = new();

    /// <summary>Whether an organisation may pass a person on to another one: person, organisation, the consents that stand, and whether it is on the team itself. Null: only who registered the person.</summary>
    public Func<string, string, IReadOnlyList<ConsentPolicy>, bool, bool>? MayPassOn { get; init; }

    /// <summary>What of identifiers each role is shown, and so may ask by.</summary>
    public MaskingRules Masking { get; init; } = MaskingRules.Default;

    /// <summary>Whether a requester sees a person by emergency access and by nothing else. Null: nobody ever does.</summary>
    public Func<string, Requester, CancellationToken, Task<bool>>? SeesByEmergencyOnly { get; init; }

    /// <summary>Why a Consent cannot be given so (<see cref="MinorConsents"/>); null for anything else.</summary>
    internal async ValueTask<Issue?> MinorAsync(Element resource, Func<string, string, Task<StoredResource?>> read) =>
        resource.TypeName == "Consent" ? await MinorConsents.RefusalAsync(resource, read, Representation, Clock.GetUtcNow()) : null;

    /// <summary>The same, and why this requester records no consent of that person: they see them by emergency access only.</summary>
    internal async ValueTask<Issue?> UngivenAsync(Element resource, Requester requester, Func<string, string, Task<StoredResource?>> read, CancellationToken cancellationToken)
    {
        if (resource.TypeName != "Consent") return null;
        if (requester.MayBreakGlass && SeesByEmergencyOnly is { } sees && resource["status"].Text == "active"
            && Compartment.PersonOf(resource) is { } person && await sees(person, requester, cancellationToken)) return EmergencyIssues.NoConsent(person);
        return await MinorAsync(resource, read);
    }

    /// <summary>Opens a unit of writing for one requester.</summary>
    public async Task<WriteUnit> BeginAsync(Requester requester, CancellationToken cancellationToken) =>
        new(this, requester, await Store.BeginAsync(cancellationToken));

    /// <summary>Gives up a unit; a refusal is recorded in a commit of its own, everything else is only answered.</summary>
    internal async Task<Outcome<TAnswer>> GiveUpAsync<T, TAnswer>(
        WriteUnit unit, Outcome<T> outcome, AuditAction action, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        await unit.DisposeAsync();
        if (outcome.Issues.FirstOrDefault(issue => issue.Code == "forbidden") is { } refusal)
        {
            await Audit.RecordAsync(
                new AuditRecord(action, requester, trace) { Refused = true, Person = await PersonOfAsync(refusal.Found, cancellationToken), Entities = refusal.Found is { } what ? [what] : [], Explanation = refusal.Rule }, cancellationToken);
        }

        return Outcome.Failure<TAnswer>(outcome.Issues);
    }

    // Whose record somebody tried to change: that person is told of it as of every look.
    private async Task<string?> PersonOfAsync(string? reference, CancellationToken cancellationToken) =>
        reference?.Split('/') is [var type, var id] ? (await Store.ReadAsync(type, id, cancellationToken))?.Tags.Person : null;
}
