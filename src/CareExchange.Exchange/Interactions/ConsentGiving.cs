using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Consent.Templates;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>Makes Consents from a template in plain words: by the person, by who acts for them, or by staff who sit with them and record what was said.</summary>
/// <remarks>What the person or who acts for them gives is nobody's contribution, so no organisation can change it; what staff record is their organisation's.</remarks>
public sealed class ConsentGiving(WriteServices services, ConsentDecider consent, ConsentTemplateLibrary templates)
{
    private static readonly string[] Recorders = [RequesterRole.CaseManager, RequesterRole.ClinicNurse, RequesterRole.NhisOfficer, RequesterRole.DementiaWorker, RequesterRole.PartnerSystem];

    /// <summary>The templates that a requester may use today.</summary>
    public IReadOnlyList<ConsentTemplate> Offered(Requester requester) => templates.Offered(Today, OrganizationOf(requester));

    /// <summary>What would be made, and what it would allow; nothing is stored.</summary>
    /// <returns>The draft; or the issues of <see cref="GiveAsync"/>.</returns>
    public async Task<Outcome<ConsentDraft>> PreviewAsync(string person, ConsentAnswer answer, ConsentSigning signing, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var draft = await DraftAsync(person, answer, signing, requester, cancellationToken);
        var isRefused = draft.Issues.Any(issue => issue.Code is "forbidden" or "not-found");
        await services.Audit.RecordAsync(
            new AuditRecord(AuditAction.Operation, requester, trace) { Person = person, Refused = isRefused, Grounds = draft.Value is { } shown ? [shown.Ground] : [], Query = "preview-template", Explanation = isRefused ? draft.Issues[0].Rule : null }, cancellationToken);
        return draft.Value is { } made ? made.Draft : Outcome.Failure<ConsentDraft>(draft.Issues);
    }

    /// <summary>Makes the Consents, all of them or none.</summary>
    /// <param name="person">Patient id.</param>
    /// <param name="answer">What was chosen.</param>
    /// <param name="signing">How, where staff record it.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The Consents; or <c>resource-unknown</c> where the requester may not act for the person or see them, <c>consent-beyond-mandate</c>,
    /// <c>consent-signing</c>, <c>consent-minor</c>, <c>consent-template-…</c>, <c>consent-choice-…</c>.</returns>
    public async Task<Outcome<IReadOnlyList<StoredResource>>> GiveAsync(
        string person, ConsentAnswer answer, ConsentSigning signing, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var draft = await DraftAsync(person, answer, signing, requester, cancellationToken);
        if (draft.Value is not { Draft: var made, Source: var source } || !draft.Succeeded) return await RefuseAsync(draft.Issues, person, requester, trace, cancellationToken);
        await using var unit = await services.BeginAsync(requester, cancellationToken);
        foreach (var compiled in made.Consents)
        {
            var check = services.Check.Check(new ResourceBody(compiled.Json), "Consent", id: null);
            if (check.Value is not { } resource) return Outcome.Failure<IReadOnlyList<StoredResource>>(check.Issues);
            using var document = resource.Document;
            var put = await unit.StateAsync(resource, Guid.CreateVersion7(services.Clock.GetUtcNow()).ToString(), source, cancellationToken);
            if (put.Succeeded) continue;
            await unit.DisposeAsync();
            return await RefuseAsync(put.Issues, person, requester, trace, cancellationToken);
        }

        StoredResource[] given = [.. unit.Written.Select(put => put.Resource)];
        await unit.CommitAsync(new(AuditAction.ConsentGiven, LegalBasis.Consent) { Explanation = $"{made.Template.Id}|{made.Template.Version}" }, trace, cancellationToken);
        return given;
    }

    // A draft, and whose contribution its Consents will be.
    private sealed record Prepared(ConsentDraft Draft, string Source, AuditGround Ground);

    private DateOnly Today => CivilTime.Here.DayOf(services.Clock.GetUtcNow());

    private static string? OrganizationOf(Requester requester) => requester.Role is RequesterRole.Person or RequesterRole.Caregiver ? null : requester.OrganizationId;

    private async Task<Outcome<Prepared>> DraftAsync(string person, ConsentAnswer answer, ConsentSigning signing, Requester requester, CancellationToken cancellationToken)
    {
        // 1. Who acts: as the person, for them, or as who records what they said.
        var mandate = await consent.MandateAsync(person, requester, cancellationToken);
        var decision = await consent.DecideAsync(person, requester, cancellationToken);
        var occasion = mandate.Kind == MandateKind.None
            ? await RecordedAsync(person, signing, requester, decision, cancellationToken)
            : mandate.MayChange ? Own(person, requester, mandate) : InteractionIssues.NotFound("Patient", person);
        if (occasion.Value is not { } known || !occasion.Succeeded) return Outcome.Failure<Prepared>(occasion.Issues);

        // 2. What was chosen, of a template that is valid today.
        var found = templates.Find(answer.Template, answer.Version, Today, OrganizationOf(requester));
        if (found.Value is not { } template || !found.Succeeded) return Outcome.Failure<Prepared>(found.Issues);
        var names = await NamesAsync(person, answer, cancellationToken);
        var compiled = ConsentTemplateCompiler.Compile(template, answer.Choices, known, names);
        if (compiled.Value is not { } consents || !compiled.Succeeded) return Outcome.Failure<Prepared>(compiled.Issues);
        if (mandate.Kind == MandateKind.Named && Beyond(template, consents, decision, person) is { } beyond) return beyond;

        // 3. What that would allow, said by the decider.
        var policies = consents.Select((one, at) => Policy(one, $"draft-{at}")).ToArray();
        var words = consents.SelectMany(one => ConsentNames.Of(one.Json)).GroupBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First().Value, StringComparer.Ordinal);
        var lines = ConsentPreview.Of(person, policies, services.Clock.GetUtcNow(), words.GetValueOrDefault, templates.TypeOf, await ConsentNames.EnglishAsync(services.Store, policies, cancellationToken));
        return new Prepared(new(template, consents, lines), mandate.Kind == MandateKind.None ? requester.OrganizationId : EmergencyTask.Source, await GroundAsync(person, mandate, decision, cancellationToken));
    }

    // On what the requester knows the person at all.
    private async Task<AuditGround> GroundAsync(string person, Mandate mandate, ConsentDecision decision, CancellationToken cancellationToken)
    {
        if (mandate.Kind is MandateKind.Self or MandateKind.Legal || await services.Store.ReadAsync("Patient", person, cancellationToken) is not { } patient) return new(LegalBasis.OwnRecord.Uri, "own-person", null);
        var reason = decision.ReasonFor(patient);
        return new(reason.Basis.Uri, reason.RulePath, reason.ConsentId is { } id ? FormattableString.Invariant($"Consent/{id}/_history/{reason.ConsentVersion}") : null);
    }

    private Outcome<ConsentOccasion> Own(string person, Requester requester, Mandate mandate) => new ConsentOccasion(person, services.Clock.GetUtcNow(), NewId())
    {
        Performer = mandate.Kind == MandateKind.Self ? $"Patient/{person}" : requester.FhirUser!,
        Signer = mandate.Kind switch { MandateKind.Self => "self", MandateKind.Legal => "legal-representative", _ => "other" },
    };

    // Staff record what somebody else said: who, and on paper or by telephone; a partner's system may have asked in an application of its own.
    private async Task<Outcome<ConsentOccasion>> RecordedAsync(string person, ConsentSigning signing, Requester requester, ConsentDecision decision, CancellationToken cancellationToken)
    {
        if (!Recorders.Contains(requester.Role, StringComparer.Ordinal)
            || await services.Store.ReadAsync("Patient", person, cancellationToken) is not { Deleted: false } patient || !decision.Permits(patient)) return InteractionIssues.NotFound("Patient", person);

        // Emergency access shows what is needed in the moment; it is no ground to open the record for longer.
        if (await consent.SeesByEmergencyOnlyAsync(person, requester, cancellationToken)) return EmergencyIssues.NoConsent(person);

        if (!ConsentSigning.Methods.Contains(signing.Method, StringComparer.Ordinal) || (signing.Method == "electronic" && !requester.IsSystem)) return Signing("method", requester.IsSystem ? string.Join(", ", ConsentSigning.Methods) : "paper, phone", signing.Method);
        var performer = signing.Performer is { Length: > 0 } stated ? stated : $"Patient/{person}";
        var kind = performer.StartsWith("RelatedPerson/", StringComparison.Ordinal) ? await consent.RepresentsAsync(performer["RelatedPerson/".Length..], person, cancellationToken) : performer == $"Patient/{person}" ? MandateKind.Self : MandateKind.None;
        if (kind == MandateKind.None) return Signing("performer", "the person, a legal representative, or whom the person gave a mandate", performer);
        return new ConsentOccasion(person, services.Clock.GetUtcNow(), NewId())
        {
            Method = signing.Method!,
            Performer = performer,
            Signer = kind switch { MandateKind.Self => "self", MandateKind.Legal => "legal-representative", _ => "other" },
            ExplainedBy = $"{requester.OrganizationDisplay} {requester.Display}",
        };
    }

    // Who was named by the person opens nothing they may not see themselves, and nothing to themselves or their like.
    private static Issue? Beyond(ConsentTemplate template, IReadOnlyList<CompiledConsent> consents, ConsentDecision decision, string person)
    {
        foreach (var choice in consents.Select(one => template.Choices.First(choice => choice.Id == one.Choice)).Where(choice => choice.Effect == ChoiceEffect.Permit))
        {
            if (choice.Recipients.All(option => option.Named != "RelatedPerson") && !choice.Mandate && choice.Categories.All(category => decision.PermitsAll(person, category))) continue;
            return Issue.Error("forbidden", "consent-beyond-mandate", "Who acts for the person by their consent cannot agree to more than they may see themselves, nor to anything for relatives.", "본인이 맡긴 범위를 넘는 동의입니다. 자신이 볼 수 있는 정보에 한해 대신 동의할 수 있습니다.") with { Found = choice.Id };
        }

        return null;
    }

    private async Task<TemplateNames> NamesAsync(string person, ConsentAnswer answer, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var reference in answer.Choices.SelectMany(choice => choice.Recipients).Where(one => one.Contains('/', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
        {
            var slash = reference.IndexOf('/', StringComparison.Ordinal);
            if (reference.StartsWith("Organization/", StringComparison.Ordinal) && templates.OrganizationNames.TryGetValue(reference[(slash + 1)..], out var partner)) names[reference] = partner;
            if (reference[..slash] is not ("Organization" or "RelatedPerson") || await services.Store.ReadAsync(reference[..slash], reference[(slash + 1)..], cancellationToken) is not { Deleted: false } named) continue;
            using var document = FhirDocument.Parse(named.Json, Schema.R4).Value;
            if (document is null || (named.Type == "RelatedPerson" && named.Tags.Person != person)) continue;
            names[reference] = ConsentNames.NameOf(document.Root) ?? reference;
        }

        return new(names);
    }

    private static ConsentPolicy Policy(CompiledConsent compiled, string id)
    {
        using var document = FhirDocument.Parse(compiled.Json, Schema.R4).Value ?? throw new InvalidOperationException("A compiled consent is no JSON.");
        return ConsentReader.Read(document.Root, id, version: 1);
    }

    private async Task<Outcome<IReadOnlyList<StoredResource>>> RefuseAsync(IReadOnlyList<Issue> issues, string person, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        await services.Audit.RecordAsync(new AuditRecord(AuditAction.ConsentGiven, requester, trace) { Refused = true, Person = person, Explanation = issues[0].Rule }, cancellationToken);
        return Outcome.Failure<IReadOnlyList<StoredResource>>(issues);
    }

    private string NewId() => Guid.CreateVersion7(services.Clock.GetUtcNow()).ToString();

    private static Issue Signing(string what, string expected, string? found) =>
        Issue.Error("value", "consent-signing", "It is not said how, or by whom, the consent was given.", "동의한 방법이나 동의한 사람을 확인할 수 없습니다.") with { Expression = what, Expected = expected, Found = found ?? "none" };
}
