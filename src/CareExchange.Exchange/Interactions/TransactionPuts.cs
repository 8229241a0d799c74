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
internal sealed class TransactionPuts(WriteServices services, WriteUnit unit, TransactionReferences references, Requester requester, Schema schema)
{
    /// <summary>True where all that is written is new and asks nothing of what stands, nor has anything follow from it in its commit.</summary>
    public static bool MayCreate(IReadOnlyList<TransactionStep> steps) =>
        steps.Count > 0 && steps.All(step => step.IsNew && step.Entry is { Method: "POST", IfNoneExist: null } && step.Entry.Type is not ("Task" or "Consent" or "SearchParameter") && !HasCondition(step));

    /// <summary>Stores creations (<see cref="MayCreate"/>) with their Provenance and audit in a commit that is shared with whoever writes at the same time: nobody's turn is taken
    /// while anything is made ready. Their results stand in the steps.</summary>
    /// <returns>False, and nothing is stored, where it cannot be done so: <see cref="StoreAsync"/> says why.</returns>
    public async Task<bool> TryCreateAsync(IReadOnlyList<TransactionStep> steps, WriteOrigin origin, RequestTrace trace, CancellationToken cancellationToken)
    {
        var made = Make(steps);
        if (Array.Exists(made, put => put.Ready is null)) return false;
        StoredResource[] next = [.. made.Select(put => services.Store.FirstVersion(put.Ready!))];
        (string? Person, string[] Targets)[] persons = [.. next.GroupBy(resource => resource.Tags.Person).Select(person => (person.Key, person.Select(WriteRecords.Reference).ToArray()))];
        var provenances = new PreparedResource[persons.Length];
        InParallel.For(persons.Length, place => provenances[place] = WriteRecords.Provenance(services, persons[place].Targets, persons[place].Person, origin, requester));
        var written = await services.Store.WriteTogetherAsync(
            [.. made.Select(put => put.Ready!), .. provenances],
            [.. made.Select(put => put.Person).OfType<PersonRecord>()],
            [.. persons.Select(person => services.Audit.RowOf(WriteRecords.Audit(person.Person, person.Targets, origin, requester, trace)))],
            cancellationToken);
        if (!written.Succeeded || !written.Value) return false;
        for (var place = 0; place < made.Length; place++) made[place].Step.Result = new(201, ResourceVersion.Of(next[place]));
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
        var conditions = new IReadOnlyList<string>[conditional.Length];
        InParallel.For(conditional.Length, place => conditions[place] = ConditionsOf(conditional[place]));
        await references.LookUpAsync(conditions.SelectMany(of => of), cancellationToken);
        return await StoreMadeAsync(Make(conditional), cancellationToken);
    }

    private static bool HasCondition(TransactionStep step) => step.Entry.Body.Bytes.Span.Contains((byte)'?');

    private Made[] Make(IReadOnlyList<TransactionStep> steps)
    {
        var made = new Made[steps.Count];
        InParallel.For(made.Length, place => made[place] = Make(steps[place]));
        return made;
    }

    private Made Make(TransactionStep step)
    {
        var opened = step.Open(schema);
        using (opened.Document) return Make(step, references.Rewrite(opened, step.Entry));
    }

    private IReadOnlyList<string> ConditionsOf(TransactionStep step)
    {
        using var document = step.Open(schema).Document;
        return TransactionReferences.ConditionsOf(document.Root);
    }

    private Made Make(TransactionStep step, Outcome<CheckedResource> rewritten)
    {
        if (rewritten.Value is not { } resource) return new(step, null) { Issues = rewritten.Issues };
        using var document = resource.Document;
        if (services.Beyond(requester, resource.Type, step.Id!, resource.Document.Utf8, step.IsNew ? ResourceActions.Create : ResourceActions.Update) is { } beyond) return new(step, null) { Issues = step.Entry.AtPlace([beyond]) };
        var isPatient = resource.Type == "Patient";
        if (isPatient && !step.IsNew) return new(step, resource.Copy());
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
            Ready = step.IsNew ? ready.New() : ready.Under(step.Expected, unit.MayReplace(resource.Type, step.Id!)),
        };
    }

    private async Task<IReadOnlyList<Issue>> StoreMadeAsync(IReadOnlyList<Made> made, CancellationToken cancellationToken)
    {
        var issues = made.SelectMany(put => put.Issues).ToList();
        if (issues.Count > 0) return issues;
        Made[] ready = [.. made.Where(put => put.Ready is not null)];
        var puts = await unit.PutAllAsync([.. ready.Select(put => put.Ready!)], [.. ready.Select(put => put.Person).OfType<PersonRecord>()], cancellationToken);
        for (var place = 0; place < ready.Length; place++) Settle(ready[place].Step, puts[place], issues);
        if (issues.Count > 0) return issues;

        // Whoever consents for a child may come in the same Bundle.
        foreach (var put in ready.Where(put => put.Step.Entry.Type == "Consent"))
        {
            using var consent = FhirDocument.Parse(put.Step.Result!.Resource!.Json, schema).Value;
            if (consent is not null && await services.MinorAsync(consent.Root, (type, id) => unit.Transaction.ReadAsync(type, id, cancellationToken)) is { } minor) issues.AddRange(put.Step.Entry.AtPlace([minor]));
        }

        if (issues.Count > 0) return issues;

        // A Patient who stands already joins what several organisations say: each is looked at on its own.
        foreach (var (step, resource) in made.Where(put => put.Ready is null).Select(put => (put.Step, put.Resource)))
        {
            Settle(step, await unit.PutAsync(resource!, step.Id!, step.Expected, cancellationToken), issues);
            if (issues.Count > 0) return issues;
        }

        return issues;
    }

    private static void Settle(TransactionStep step, Outcome<PutResult> put, List<Issue> issues)
    {
        if (!put.Succeeded) issues.AddRange(step.Entry.AtPlace(put.Issues));
        else step.Result = new(put.Value.Change == PutChange.Created ? 201 : 200, ResourceVersion.Of(put.Value.Resource));
    }

    private sealed record Made(TransactionStep Step, CheckedResource? Resource)
    {
        public IReadOnlyList<Issue> Issues { get; init; } = [];

        public PersonRecord? Person { get; init; }

        public PreparedResource? Ready { get; init; }
    }
}
