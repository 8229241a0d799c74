using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Terminology.Operations;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Exchange.Operations;

/// <summary><c>ValueSet/$expand</c> (R4 valueset-operation-expand.html): the codes of a value set, filtered, in pages, in a language.</summary>
public sealed class ExpandOperation(TerminologyTarget target, TimeProvider clock) : IOperation
{
    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/ValueSet-expand";

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        if (input.Number("offset") is < 0) return OperationIssues.WrongValue(input.Where("offset"), "a whole number from 0 on");
        if (input.Number("count") is < 0) return OperationIssues.WrongValue(input.Where("count"), "a whole number from 0 on");
        var found = await target.FindAsync(call, "valueSet", "valueSetVersion", cancellationToken);
        if (!found.Succeeded) return Outcome.Failure<OperationAnswer>(found.Issues);
        var (live, canonical) = found.Value;
        if ((canonical ?? ContextBinding.ValueSetOf(live.Schema, input.Text("context"))) is not { } valueSet) return OperationIssues.Missing("url, valueSet or context");
        if (live.Membership.Definition(valueSet) is not { } definition) return CodeIssues.UnknownValueSet(valueSet) with { Severity = IssueSeverity.Error };

        var pinned = SystemVersions.Apply(definition, input);
        if (pinned.Value is not { } asked || !pinned.Succeeded) return Outcome.Failure<OperationAnswer>(pinned.Issues);
        var request = new ExpansionRequest
        {
            Filter = input.Text("filter"),
            Offset = input.Number("offset") ?? 0,
            Count = input.Number("count"),
            IsActiveOnly = input.Flag("activeOnly") ?? false,
            DisplayLanguage = DisplayLanguage.Of(input),
            IncludesDesignations = input.Flag("includeDesignations") ?? input.All("designation").Any(),
            ExcludesNested = input.Flag("excludeNested") ?? false,
            ExcludesAbstract = input.Flag("excludeNotForUI") ?? false,
        };
        var outcome = live.Expander.Expand(asked, request);
        if (outcome.Value is not { } expansion || !outcome.Succeeded) return Outcome.Failure<OperationAnswer>(outcome.Issues);
        var source = call.Input.Flag("includeDefinition") == true ? call.Input.Element("valueSet") : default;
        var json = ExpansionWriter.Write(expansion, request, clock.GetUtcNow());
        return new OperationAnswer(source.Exists ? WithDefinition(json, source, live.Schema) : json);
    }

    // includeDefinition: what was sent comes back whole, with the expansion in it.
    private static byte[] WithDefinition(byte[] expanded, Element source, Schema schema)
    {
        using var definition = FhirDocument.Parse(source.Raw.ToArray(), schema).Value ?? throw new InvalidOperationException("A parameter is not JSON.");
        using var answer = FhirDocument.Parse(expanded, schema).Value ?? throw new InvalidOperationException("An answer is not JSON.");
        var edit = new DocumentEdit(definition);
        edit.Set(definition.Root, "expansion", answer.Root["expansion"].Raw);
        return edit.Apply();
    }
}
