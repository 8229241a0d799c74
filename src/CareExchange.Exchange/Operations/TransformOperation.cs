using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Exchange.Operations;

/// <summary><c>StructureMap/$transform</c> (R4 structuremap-operation-transform.html): a resource made of another one by a stored map.</summary>
/// <remarks>Nothing is stored or looked up beside the maps: what goes in is all that is read.</remarks>
public sealed class TransformOperation(DefinitionLibrary library) : IOperation
{
    private Prepared? _prepared;

    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/StructureMap-transform";

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var live = await library.CurrentAsync(cancellationToken);
        var url = call.Input.Text("source")?.Split('|')[0];
        if (call.Target.Id is { } id)
        {
            if (url is not null) return OperationIssues.WrongValue(call.Input.Where("source"), "nothing where the address names the map");
            if (live.StructureMaps.FirstOrDefault(map => map.Id == id) is not { } stored) return InteractionIssues.NotFound("StructureMap", id);
            using var document = FhirDocument.Parse(stored.Json, live.Schema).Value ?? throw new InvalidOperationException("A stored resource is not JSON.");
            url = document.Root["url"].Text ?? "";
        }

        if (url is null) return OperationIssues.Missing("source");
        var maps = Prepare(live);
        if (!maps.Knows(url)) return Issue.Error("not-found", "structuremap-unknown", "No StructureMap that can be carried out has this url.", "이 url로 실행할 수 있는 StructureMap이 없습니다.") with { Expression = call.Input.Where("source"), Found = url };
        var compiled = maps.Compile(url);
        if (compiled.Value is not { } map || !compiled.Succeeded) return Wrong(compiled.Issues);
        var content = call.Input.Element("content");
        if (map.SourceType is { } type && content.TypeName != type) return OperationIssues.WrongType(call.Input.Where("content"), type, content.TypeName);
        var made = map.Transform(content.Raw.ToArray());
        return made.Value is { } json && made.Succeeded ? new OperationAnswer(json) : Wrong(made.Issues);
    }

    // Read once for each state of the stored definitions. Threads may race; the maps are the same.
    private StructureMapLibrary Prepare(LiveDefinitions live)
    {
        if (_prepared is { } known && ReferenceEquals(known.Definitions, live)) return known.Maps;
        var maps = new StructureMapLibrary(live.Schema);
        foreach (var stored in live.StructureMaps)
        {
            // A map that lacks something is as good as not there; $validate tells what it lacks.
            using var document = FhirDocument.Parse(stored.Json, live.Schema).Value;
            if (document is not null) maps.Add(document.Root);
        }

        _prepared = new(live, maps);
        return maps;
    }

    private sealed record Prepared(LiveDefinitions Definitions, StructureMapLibrary Maps);

    // The request was understood; the map or the content was not fit for it.
    private static Outcome<OperationAnswer> Wrong(IReadOnlyList<Issue> issues) =>
        Outcome.Failure<OperationAnswer>([.. issues.Select(issue => issue.IsError ? issue with { Code = "processing" } : issue)]);
}
