using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Patching;

/// <summary>One operation of a FHIRPath Patch on one document.</summary>
internal sealed class FhirPathPatchRun
{
    private readonly FhirDocument _document;
    private readonly PatchNode _root;

    public FhirPathPatchRun(FhirDocument document)
    {
        _document = document;
        _root = new(new(document.Utf8, document.Tokens), 0);
    }

    /// <summary>Applies the operation; null where it went well.</summary>
    public Issue? Apply(FhirPathPatchOperation operation)
    {
        var selected = Select(operation.Path);
        if (selected.Value is not { } found) return selected.Issues[0];
        return operation.Type switch
        {
            "add" => Single(found, operation.Path, out var parent) ?? Add(parent, operation.Name, operation.Value!),
            "insert" => Insert(found, operation),
            "delete" => found.Length == 0 ? null : Single(found, operation.Path, out var element) ?? Delete(element, operation.Path),
            "replace" => Single(found, operation.Path, out var element) ?? Replace(element, operation),
            _ => Move(found, operation),
        };
    }

    /// <summary>The text as it is now.</summary>
    public byte[] Result() => _root.ToArray(_document.Utf8.Span);

    private Outcome<Element[]> Select(string path)
    {
        var compiled = FhirPathExpression.Compile(path);
        if (compiled.Value is not { } expression) return Outcome.Failure<Element[]>(compiled.Issues);
        var outcome = expression.TryEvaluate(new PathItem(_document.Root));
        if (outcome.Value is not { } items) return Outcome.Failure<Element[]>(outcome.Issues);

        // Only places in this very resource can be changed: no computed values, nothing that was reached through a reference.
        if (items.Any(item => !item.IsElement || !ReferenceEquals(item.Element.Document, _document))) return PatchIssues.Path(path, "elements of the resource");
        return items.Select(item => item.Element).Distinct().ToArray();
    }

    private static Issue? Single(Element[] found, string path, out Element element)
    {
        element = found.FirstOrDefault();
        return found.Length switch { 0 => PatchIssues.Missing(path), 1 => null, _ => PatchIssues.Many(path, found.Length) };
    }

    private Issue? Add(Element parent, string name, PatchValue value)
    {
        if (Shape(parent) is not { } shape) return PatchIssues.Unknown(name);
        var chosen = PatchComposer.Variant(shape, name, value);
        if (chosen.Value is not { } variant) return chosen.Issues[0];
        var composed = PatchComposer.Compose(variant.Shape, value);
        if (composed.Value is not { } json) return composed.Issues[0];
        if (Owner(parent) is not { } owner) return PatchIssues.Unknown(name);
        var slot = new PatchSlot(owner, variant.JsonName);
        if (variant.IsList) slot.Insert(slot.Count, json, value.Twin);
        else if (shape.Property(name)!.Definition is var definition && shape.Property(definition.Name)!.Variants.Any(one => new PatchSlot(owner, one.JsonName).Exists)) return PatchIssues.Exists(name);
        else slot.Set(json, value.Twin);
        return null;
    }

    private Issue? Insert(Element[] found, FhirPathPatchOperation operation)
    {
        if (found.Length == 0) return InsertFirst(operation);
        if (Places(found) is not { } list) return PatchIssues.NotAList(operation.Path);
        if (operation.Index > found.Length) return PatchIssues.Index(operation.Path, found.Length);
        var node = found[0].Node!;
        if (!PatchComposer.Fits(ElementShape.Of(node), node.IsResource, operation.Value!)) return PatchIssues.Type(node.JsonName, ElementShape.Of(node).TypeName, operation.Value!.TypeName ?? "parts");
        var composed = PatchComposer.Compose(ElementShape.Of(node), operation.Value!);
        if (composed.Value is not { } json) return composed.Issues[0];
        list.Slot.Insert(operation.Index < found.Length ? list.Indexes[operation.Index] : list.Indexes[^1] + 1, json, operation.Value!.Twin);
        return null;
    }

    // An empty list is nowhere; the step before its name says whose it would be.
    private Issue? InsertFirst(FhirPathPatchOperation operation)
    {
        var dot = operation.Path.LastIndexOf('.');
        var name = operation.Path[(dot + 1)..].Trim();
        if (dot <= 0 || Select(operation.Path[..dot]).Value is not [var parent] || Shape(parent)?.Property(name) is not { IsList: true }) return PatchIssues.Missing(operation.Path);
        return operation.Index == 0 ? Add(parent, name, operation.Value!) : PatchIssues.Index(operation.Path, 0);
    }

    private Issue? Replace(Element element, FhirPathPatchOperation operation)
    {
        var value = operation.Value!;
        if (element.Node is not { } node || element == _document.Root) return PatchIssues.Path(operation.Path, "an element below the resource");
        var shape = ElementShape.Of(node);
        var name = node.JsonName;
        if (node.Definition.IsChoice && value.TypeName is { } type)
        {
            if (node.Definition.Types.All(one => one.Code != type)) return PatchIssues.Type(name, string.Join(" | ", node.Definition.Types.Select(one => one.Code)), type);
            name = string.Concat(node.Definition.Name, char.ToUpperInvariant(type[0]).ToString(), type.AsSpan(1));
        }
        else if (!PatchComposer.Fits(shape, node.IsResource, value))
        {
            return PatchIssues.Type(name, shape.TypeName, value.TypeName ?? "parts");
        }

        var composed = PatchComposer.Compose(shape, value);
        if (composed.Value is not { } json) return composed.Issues[0];
        if (Places([element]) is { } list)
        {
            list.Slot.SetItem(list.Indexes[0], json, value.Twin);
            return null;
        }

        var slot = new PatchSlot(Locate(element)[^1].Container, node.JsonName);
        if (name == node.JsonName) slot.Set(json, value.Twin);
        else slot.Replace(name, json, value.Twin);
        return null;
    }

    private Issue? Delete(Element element, string path)
    {
        if (element == _document.Root) return PatchIssues.Path(path, "an element below the resource");
        var steps = Locate(element);
        if (Places([element]) is { } list)
        {
            list.Slot.RemoveItem(list.Indexes[0]);
            Prune(steps, steps.Count - 2);
            return null;
        }

        new PatchSlot(steps[^1].Container, element.JsonName).Remove();
        Prune(steps, steps.Count - 1);
        return null;
    }

    private Issue? Move(Element[] found, FhirPathPatchOperation operation)
    {
        if (found.Length == 0) return PatchIssues.Missing(operation.Path);
        if (Places(found) is not { } list) return PatchIssues.NotAList(operation.Path);
        if (operation.Index >= found.Length || operation.Destination >= found.Length) return PatchIssues.Index(operation.Path, found.Length - 1);
        var order = Enumerable.Range(0, found.Length).ToList();
        order.RemoveAt(operation.Index);
        order.Insert(operation.Destination, operation.Index);
        list.Slot.Permute(list.Indexes, order);
        return null;
    }

    // FHIR has no empty elements: what has lost its last content goes, up to the resource itself.
    private static void Prune(List<(PatchNode Container, PatchMember Member)> steps, int count)
    {
        for (var i = count - 1; i >= 0 && steps[i].Member.Value.IsVoid; i--)
        {
            var isTwinItem = steps[i].Container.Kind == JsonKind.Array && i > 0 && steps[i - 1].Member.Name.StartsWith('_');
            if (isTwinItem) steps[i].Member.Value = PatchNode.Null;
            else steps[i].Container.Remove(steps[i].Member);
        }
    }

    /// <summary>The list that items stand in and their indexes; null where they are not items of one list.</summary>
    private (PatchSlot Slot, int[] Indexes)? Places(Element[] items)
    {
        var name = items[0].JsonName;
        if (items[0].Node is null || Locate(items[0]) is not [.., var list, var item] || item.Container.Kind != JsonKind.Array) return null;
        var places = new Dictionary<int, int>();
        list.Container.Find(name)?.Value.AddPlaces(places);
        list.Container.Find("_" + name)?.Value.AddPlaces(places);
        var indexes = new int[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            if (!places.TryGetValue(Token(items[i]), out indexes[i])) return null;
        }

        return (new(list.Container, name), indexes);
    }

    private static int Token(Element element) => element.ValueToken >= 0 ? element.ValueToken : element.SiblingToken;

    private List<(PatchNode Container, PatchMember Member)> Locate(Element element) => _root.Locate(Token(element));

    // Where the children of an element are written: its own object, or the underscore twin of a primitive, which is made where it is missing.
    private PatchNode? Owner(Element parent)
    {
        if (parent == _document.Root) return _root;
        var steps = Locate(parent);
        if (!parent.IsPrimitive) return steps[^1].Member.Value.Kind == JsonKind.Object ? steps[^1].Member.Value : null;
        if (parent.Container >= 0) return _root.Locate(parent.Container)[^1].Member.Value;
        var twin = PatchNode.Of("{}"u8.ToArray());
        var value = steps[^1].Member.Value;
        if (Places([parent]) is { } list) list.Slot.SetItem(list.Indexes[0], value, twin);
        else new PatchSlot(steps[^1].Container, parent.JsonName).Set(value, twin);
        return twin;
    }

    private ElementShape? Shape(Element element) =>
        element.Node is not { } node ? null : node.IsResource ? ElementShape.Find(_document.Schema, element.TypeName) : ElementShape.Of(node);
}
