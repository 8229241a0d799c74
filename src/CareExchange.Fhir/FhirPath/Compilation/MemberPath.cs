using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath.Values;

namespace CareExchange.Fhir.FhirPath.Compilation;

/// <summary>A run of names such as <c>name.given</c>, walked depth first: the order is the same as step by step, and no buffer is needed.</summary>
internal static class MemberPath
{
    /// <summary>From <c>$this</c>; the first name may also be the type of <c>$this</c> (FHIRPath N1, 3.1).</summary>
    public static Step FromThis(string[] names, int offset) => (in scope, output) =>
    {
        if (scope.This.IsElement && IsTypeName(scope.This.Element, names[0]))
        {
            if (names.Length == 1) output.Add(scope.This);
            else Walk(scope.Run, scope.This.Element, names, 1, offset, output);
        }
        else
        {
            Walk(scope.Run, scope.This, names, offset, output);
        }
    };

    /// <summary>From what another step finds.</summary>
    public static Step From(Step source, string[] names, int offset) => (in scope, output) =>
    {
        var found = scope.Run.Rent();
        source(scope, found);
        foreach (ref readonly var item in found.Span) Walk(scope.Run, item, names, offset, output);
        scope.Run.Return(found);
    };

    // No R4 element starts with a capital, so most names cost one comparison of a character; untyped elements have no type to name.
    private static bool IsTypeName(Element element, string name) => name.Length > 0 && char.IsUpper(name[0]) && element.Type?.IsA(name) == true;

    private static void Walk(Evaluation run, in PathItem item, string[] names, int offset, Items output)
    {
        if (item.IsElement) Walk(run, item.Element, names, 0, offset, output);
        else if (item.Computed is TypeInfoValue type && names is [var name])
        {
            if (name == "name") output.Add(type.Name);
            else if (name == "namespace") output.Add(type.Namespace);
        }
    }

    private static void Walk(Evaluation run, Element parent, string[] names, int depth, int offset, Items output)
    {
        var name = names[depth];
        var isLast = depth == names.Length - 1;
        foreach (var child in parent.Children(name))
        {
            // Elements also answer to their JSON name, but a path must say value, not valueQuantity.
            if (child.Definition is { IsChoice: true } definition && definition.Name != name) continue;
            if (!run.Spend(offset)) return;
            if (isLast) output.Add(new PathItem(child));
            else Walk(run, child, names, depth + 1, offset, output);
        }
    }
}
