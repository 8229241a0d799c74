using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Persons;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>The creations and updates of one transaction: made ready over all cores, stored in the same few statements.</summary>
/// <param name="services">What every write needs.</param>
/// <param name="unit">Where they are stored.</param>
/// <param name="references">Where references lead.</param>
/// <param name="requester">Who writes.</param>
/// <param name="schema">The definitions.</param>
/// <param name="withheld">The record of an attempt to change what the requester may not know of; null where they may.</param>
internal sealed class TransactionPuts(
    WriteServices services, WriteUnit unit, TransactionReferences references, Requester requester, Schema schema, Func<TransactionStep, Task<AuditRecord?>> withheld)
{
    /// <summary>True where all that is written may be new, asks nothing of what stands but where references lead, and has no team or definition follow from it in its commit.</summary>
    public static bool MayCreate(IReadOnlyList<BundleEntry> entries) => entries.Count > 0 && entries.All(entry =>
        !entry.IsAfterwards && entry.Type is not ("Task" or "SearchParameter") && entry switch
        {
            { Method: "POST", IfNoneExist: null } => true,
            { Method: "PUT", Id: not null, Query: null } => entry.IfMatchVersion is null or 0,
            _ => false,
        });

    /// <summary>Makes a checked resource ready as a first version, unless it has conditions that are to be looked up before. Any number of threads, once all entries are known.</summary>
    public void MakeFirst(TransactionStep step, CheckedResource resource)
    {
        if (!HasCondition(step)) step.First = Make(step, references.Rewrite(resource, step.Entry), isFirst: true);
    }

    /// <summary>Stores creations (<see cref="MayCreate"/>) with their Provenance and audit in a commit that is shared with whoever writes at the same time: nobody's turn is taken
    /// while anything is made ready. Their results stand in the steps.</summary>
    /// <returns>False, and nothing is stored, where it cannot be done so: <see cref="StoreAsync"/> does it, or says why not.</returns>
    public async Task<bool> TryCreateAsync(IReadOnlyList<TransactionStep> steps, WriteOrigin origin, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (!await LookUpAheadAsync(steps, cancellationToken)) return false;
        (string, string)[] named = [.. steps.Where(step => !step.IsNew).Select(step => (step.Entry.Type, step.Id!))];
        if (named.Length > 0 && await services.Store.AnyStandsAsync(named, cancellationToken)) return false;
        InParallel.For(steps.Count, place => steps[place].First ??= Make(steps[place], isFirst: true));
        TransactionPut[] made = [.. steps.Select(step => step.First!)];
        if (Array.Exists(made, put => put.Ready is null)) return false;
        StoredResource[] next = [.. made.Select(put => services.Store.FirstVersion(put.Ready!))];
        if (!await MayConsentAsync(made, next, cancellationToken)) return false;
        (string? Person, string[] Targets)[] persons = [.. next.GroupBy(resource => resource.Tags.Person).Select(person => (person.Key, person.Select(WriteRecords.Reference).ToArray()))];
        var provenances = new PreparedResource[persons.Length];
        InParallel.For(persons.Length, place => provenances[place] = WriteRecords.Provenance(services, persons[place].Targets, persons[place].Person, origin, requester));
        var written = await services.Store.WriteTogetherAsync(
            [.. made.Select(put => put.Ready!), .. provenances],
            [.. made.Select(put => put.Person).OfType<PersonRecord>()],
            [.. persons.Select(person => services.Audit.RowOf(WriteRecords.Audit(person.Person, person.Targets, origin, requester, trace)))],
            cancellationToken);
        if (!written.Succeeded || !written.Value) return false;
        for (var place = 0; place < made.Length; place++) steps[place].Result = new(201, ResourceVersion.Of(next[place]));
        return true;
    }

    /// <summary>Stores what these steps bring; their results stand in them.</summary>
    /// <returns>Why it cannot be done, told at the entries; empty when it is done.</returns>
    public async Task<IReadOnlyList<Issue>> StoreAsync(IReadOnlyList<TransactionStep> steps, CancellationToken cancellationToken)
    {
        // What refers by condition is looked up when all else of the transaction stands; all other references are known by now.
        var (conditional, plain) = (steps.Where(HasCondition).ToArray(), steps.Where(step => !HasCondition(step)).ToArray());
        var issues = await StoreMadeAsync(Make(plain), cancellationToken);
        if (issues.Count > 0 || conditional.Length == 0) return issues;
        await references.LookUpAsync(ConditionsOf(conditional), isAhead: false, cancellationToken);
        return await StoreMadeAsync(Make(conditional), cancellationToken);
    }

    // What may be found among the entries themselves is looked for when they stand.
    private async Task<bool> LookUpAheadAsync(IReadOnlyList<TransactionStep> steps, CancellationToken cancellationToken)
    {
        TransactionStep[] asking = [.. steps.Where(HasCondition)];
        if (asking.Length == 0) return true;
        string[] conditions = [.. ConditionsOf(asking)];
        var types = steps.Select(step => step.Entry.Type).ToHashSet(StringComparer.Ordinal);
        if (Array.Exists(conditions, condition => types.Contains(TransactionReferences.TypeOf(condition)))) return false;
        await references.LookUpAsync(conditions, isAhead: true, cancellationToken);
        return true;
    }

    // Of somebody who comes into being here no team can stand that a Consent would change. Who consents for a child may come in the same Bundle.
    private async Task<bool> MayConsentAsync(TransactionPut[] made, StoredResource[] next, CancellationToken cancellationToken)
    {
        Dictionary<(string, string), StoredResource>? own = null;
        for (var place = 0; place < made.Length; place++)
        {
            if (next[place] is not { Type: "Consent" } resource) continue;
            own ??= next.ToDictionary(one => (one.Type, one.Id));
            using var document = FhirDocument.Parse(resource.Json, schema).Value ?? throw new InvalidOperationException("A checked resource cannot be read.");
            var person = resource.Tags.Person;
            var isOfNew = made.Any(put => put.Step is { IsNew: true, Entry.Type: "Patient" } && put.Step.Id == person);
            if (!isOfNew && TeamKeeping.IsNeeded(new CheckedResource(document, resource.Tags.Category))) return false;
            if (await services.UngivenAsync(document.Root, requester, async (type, id) => own.GetValueOrDefault((type, id)) ?? await services.Store.ReadAsync(type, id, cancellationToken), cancellationToken) is not null) return false;
        }

        return true;
    }

    private static bool HasCondition(TransactionStep step) => step.Entry.Body.Bytes.Span.Contains((byte)'?');

    private TransactionPut[] Make(IReadOnlyList<TransactionStep> steps)
    {
        var made = new TransactionPut[steps.Count];
        InParallel.For(made.Length, place => made[place] = Make(steps[place], isFirst: false));
        return made;
    }

    private TransactionPut Make(TransactionStep step, bool isFirst)
    {
        var opened = step.Open(schema);
        using (opened.Document) return Make(step, references.Rewrite(opened, step.Entry), isFirst);
    }

    private IEnumerable<string> ConditionsOf(TransactionStep[] steps)
    {
        var conditions = new IReadOnlyList<string>[steps.Length];
        InParallel.For(steps.Length, place =>
        {
            using var document = steps[place].Open(schema).Document;
            conditions[place] = TransactionReferences.ConditionsOf(document.Root);
        });
        return conditions.SelectMany(of => of).Distinct(StringComparer.Ordinal);
    }

    private TransactionPut Make(TransactionStep step, Outcome<CheckedResource> rewritten, bool isFirst)
    {
        if (rewritten.Value is not { } resource) return new(step, null) { Issues = rewritten.Issues };
        using var document = resource.Document;
        if (services.Beyond(requester, resource.Type, step.Id!, resource.Document.Utf8, step.IsNew ? ResourceActions.Create : ResourceActions.Update) is { } beyond) return new(step, null) { Issues = step.Entry.AtPlace([beyond]) };
        var isPatient = resource.Type == "Patient";
        if (isPatient && !step.IsNew && !isFirst) return new(step, resource.Copy());
        var kept = isPatient ? services.Persons.Prepare(step.Id!, before: null, resource.Document, requester.OrganizationId) : default;
        if (kept.Issues.Any(issue => issue.IsError)) return new(step, null) { Issues = step.Entry.AtPlace(kept.Issues) };
        using var patient = kept.Value?.Patient;
        var prepared = services.Store.Prepare(
            kept.Value?.Patient ?? resource.Document,
            step.Id!,
            new(isPatient ? step.Id : services.Compartment.PersonOf(resource.Document.Root), resource.Category, requester.OrganizationId));
        if (prepared.Value is not { } ready) return new(step, null) { Issues = step.Entry.AtPlace(prepared.Issues) };
        return new(step, null)
        {
            Person = kept.Value?.Record,
            Ready = step.IsNew ? ready.New() : isFirst ? ready.First() : ready.Under(step.Expected, unit.MayReplace(resource.Type, step.Id!)),
        };
    }

    private async Task<IReadOnlyList<Issue>> StoreMadeAsync(IReadOnlyList<TransactionPut> made, CancellationToken cancellationToken)
    {
        var issues = made.SelectMany(put => put.Issues).ToList();
        if (issues.Count > 0) return issues;
        TransactionPut[] ready = [.. made.Where(put => put.Ready is not null)];
        var puts = await unit.PutAllAsync([.. ready.Select(put => put.Ready!)], [.. ready.Select(put => put.Person).OfType<PersonRecord>()], cancellationToken);
        for (var place = 0; place < ready.Length; place++) await SettleAsync(ready[place].Step, puts[place], issues);
        if (issues.Count > 0) return issues;

        // Whoever consents for a child may come in the same Bundle.
        foreach (var put in ready.Where(put => put.Step.Entry.Type == "Consent"))
        {
            using var consent = FhirDocument.Parse(put.Step.Result!.Resource!.Json, schema).Value;
            if (consent is not null && await services.UngivenAsync(consent.Root, requester, (type, id) => unit.Transaction.ReadAsync(type, id, cancellationToken), cancellationToken) is { } ungiven) issues.AddRange(put.Step.Entry.AtPlace([ungiven]));
        }

        if (issues.Count > 0) return issues;

        // A Patient who stands already joins what several organisations say: each is looked at on its own.
        foreach (var (step, resource) in made.Where(put => put.Ready is null).Select(put => (put.Step, put.Resource)))
        {
            await SettleAsync(step, await unit.PutAsync(resource!, step.Id!, step.Expected, cancellationToken), issues);
            if (issues.Count > 0) return issues;
        }

        return issues;
    }

    private async Task SettleAsync(TransactionStep step, Outcome<PutResult> put, List<Issue> issues)
    {
        if (put.Succeeded)
        {
            step.Result = new(put.Value.Change == PutChange.Created ? 201 : 200, ResourceVersion.Of(put.Value.Resource));
        }
        else if (step.Expected is { } expected and not 0 && InteractionIssues.TellsOfWhatStands(put.Issues) && await withheld(step) is { } look)
        {
            // As UpdateInteraction: of what the requester may not know it is told that there is none.
            step.Looks = [look];
            issues.AddRange(step.Entry.AtPlace([StoreIssues.VersionConflict(expected, found: 0)]));
        }
        else
        {
            issues.AddRange(step.Entry.AtPlace(put.Issues));
        }
    }
}
