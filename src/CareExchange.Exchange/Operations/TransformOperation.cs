using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Fml;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Exchange.Operations;

/// <summary>
/// <c>StructureMap/$transform</c> (R4 structuremap-operation-transform.html): a resource made of another one by a stored map, by one that comes along
/// (as resource or, later FHIR's <c>srcMap</c>, as text), or a partner's message, in a Binary, by that partner's map; the other way round a Bundle
/// becomes a partner's message, answered as a Binary.
/// </summary>
/// <remarks>With <c>provenance</c> the Bundle of a message says of every field which elements were made from it. Nothing is stored or looked up beside the maps: what goes in is all that is read.</remarks>
public sealed class TransformOperation(DefinitionLibrary library, MappingLibrary mappings, TimeProvider clock) : IOperation
{
    private Prepared? _prepared;

    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/StructureMap-transform";

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public IReadOnlyList<OperationParameter> More =>
    [
        new("sourceMap", false, 0, 1, "StructureMap"), new("supportingMap", false, 0, -1, "StructureMap"), new("srcMap", false, 0, -1, "string"), new("provenance", false, 0, 1, "boolean"),
    ];

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

        var own = AddOwn(call, Prepare(live));
        if (own.Value is not { } maps || !own.Succeeded) return Wrong(own.Issues);
        url ??= maps.Main;
        if (url is null) return OperationIssues.Missing("source");
        if (!maps.Library.Knows(url) && mappings.FindByOutputMap(url) is var (partner, output)) return ToMessage(partner, output, call);
        if (!maps.Library.Knows(url)) return mappings.FindByMap(url) is { } profile ? FromMessage(profile, url, call, clock.GetUtcNow()) : Issue.Error("not-found", "structuremap-unknown", "No StructureMap that can be carried out has this url.", "이 url로 실행할 수 있는 StructureMap이 없습니다.") with { Expression = call.Input.Where("source"), Found = url };
        if (call.Input.Flag("provenance") == true) return OperationIssues.WrongValue(call.Input.Where("provenance"), "true only for a partner's message: a map of resources makes no Bundle to put it into");
        var compiled = maps.Library.Compile(url);
        if (compiled.Value is not { } map || !compiled.Succeeded) return Wrong(compiled.Issues);
        var content = call.Input.Element("content");
        if (map.SourceType is { } type && content.TypeName != type) return OperationIssues.WrongType(call.Input.Where("content"), type, content.TypeName);
        var made = map.Transform(content.Raw.ToArray());
        return made.Value is { } json && made.Succeeded ? new OperationAnswer(json) : Wrong(made.Issues);
    }

    /// <summary>Puts the maps that came along beside the stored ones; the first of them is the one to run where nothing else is named.</summary>
    private static Outcome<Known> AddOwn(OperationCall call, StructureMapLibrary stored)
    {
        var resources = call.Input.All("sourceMap").Concat(call.Input.All("supportingMap")).ToList();
        var texts = call.Input.All("srcMap").ToList();
        if (resources.Count + texts.Count == 0) return new Known(stored, null);
        var library = stored.With();
        string? main = null;
        foreach (var argument in resources)
        {
            if (argument.Element.TypeName != "StructureMap") return OperationIssues.WrongType(argument.Where, "StructureMap", argument.Element.TypeName);
            var added = library.Add(argument.Element);
            if (added.Value is not { } url || !added.Succeeded) return Outcome.Failure<Known>([.. added.Issues.Select(issue => issue with { Expression = $"{argument.Where}: {issue.Expression}" })]);
            if (argument.Name == "sourceMap") main = url;
        }

        foreach (var argument in texts)
        {
            var read = MapText.Read(argument.Text ?? "");
            if (read.Value is not { } map || !read.Succeeded) return Outcome.Failure<Known>([.. read.Issues.Select(issue => issue with { Expression = argument.Where })]);
            library.Add(map);
            main ??= map.Url;
        }

        return new Known(library, main);
    }

    /// <summary>A partner's message comes as it was sent: a Binary keeps its bytes and its media type.</summary>
    private static Outcome<OperationAnswer> FromMessage(MappingProfile profile, string url, OperationCall call, DateTimeOffset now)
    {
        var content = call.Input.Element("content");
        if (content.TypeName != "Binary") return OperationIssues.WrongType(call.Input.Where("content"), "Binary", content.TypeName);
        var data = content["data"].Text ?? "";
        var bytes = new byte[data.Length];
        if (!Convert.TryFromBase64String(data, bytes, out var length) || length == 0) return OperationIssues.WrongValue($"{call.Input.Where("content")}.data", "the message, base64");
        var made = profile.TransformBy(url, bytes.AsMemory(0, length), null);
        if (made.Value is not { } result || !made.Succeeded) return Wrong(made.Issues);
        return new OperationAnswer(call.Input.Flag("provenance") == true ? TransformProvenance.Append(result, now) : result.Bundle.ToArray());
    }

    /// <summary>The other way: a Bundle becomes the partner's message, answered as a Binary.</summary>
    private static Outcome<OperationAnswer> ToMessage(MappingProfile profile, OutputEntry output, OperationCall call)
    {
        var content = call.Input.Element("content");
        if (content.TypeName != "Bundle") return OperationIssues.WrongType(call.Input.Where("content"), "Bundle", content.TypeName);
        var made = profile.Write(output.Name, content.Raw.ToArray());
        if (made.Value is not { } result || !made.Succeeded) return Wrong(made.Issues);
        return new OperationAnswer(OperationJson.Object(json =>
        {
            json.WriteString("resourceType", "Binary");
            json.WriteString("contentType", result.ContentType);
            json.WriteBase64String("data", result.Content.Span);
        }));
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

    private sealed record Known(StructureMapLibrary Library, string? Main);

    private sealed record Prepared(LiveDefinitions Definitions, StructureMapLibrary Maps);

    // The request was understood; the map or the content was not fit for it.
    private static Outcome<OperationAnswer> Wrong(IReadOnlyList<Issue> issues) =>
        Outcome.Failure<OperationAnswer>([.. issues.Select(issue => issue.IsError ? issue with { Code = "processing" } : issue)]);
}
