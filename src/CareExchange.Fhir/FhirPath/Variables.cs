using CareExchange.Fhir.Elements;

namespace CareExchange.Fhir.FhirPath;

/// <summary>The environment variables of an evaluation (FHIRPath N1, 9.1; R4 fhirpath.html#variables).</summary>
internal static class Variables
{
    /// <summary>Appends a variable's items; an unknown one fails the run.</summary>
    public static void Add(in Scope scope, string name, int offset, Items output)
    {
        if (scope.Run.Context.Variables.TryGetValue(name, out var items))
        {
            for (var i = 0; i < items.Count; i++) output.Add(items[i]);
            return;
        }

        switch (name)
        {
            case "context":
                if (scope.Run.Focus.Exists) output.Add(scope.Run.Focus);
                return;
            case "resource":
                AddElement(Resource(scope), output);
                return;
            case "rootResource":
                AddElement(RootResource(scope), output);
                return;
        }

        if (Constant(name) is { } constant) output.Add(constant);
        else scope.Run.Fail(offset, "not-found", "fhirpath-variable", $"there is no variable %{name}.", $"%{name} 변수가 없습니다.", found: "%" + name);
    }

    /// <summary><c>%resource</c>: as given, else the innermost resource around the focus.</summary>
    public static Element Resource(in Scope scope)
    {
        var context = scope.Run.Context;
        if (context.Resource.Exists) return context.Resource;
        return scope.Run.Focus.IsElement ? EnclosingResource.Of(scope.Run.Focus.Element, true) : context.RootResource;
    }

    /// <summary><c>%rootResource</c>: as given, else the innermost resource around the focus that is contained in none.</summary>
    public static Element RootResource(in Scope scope)
    {
        var context = scope.Run.Context;
        if (context.RootResource.Exists) return context.RootResource;
        return scope.Run.Focus.IsElement ? EnclosingResource.Of(scope.Run.Focus.Element, false) : context.Resource;
    }

    private static void AddElement(Element element, Items output)
    {
        if (element.Exists) output.Add(new PathItem(element));
    }

    private static string? Constant(string name) => name switch
    {
        "ucum" => "http://unitsofmeasure.org",
        "sct" => "http://snomed.info/sct",
        "loinc" => "http://loinc.org",
        _ when name.StartsWith("vs-", StringComparison.Ordinal) => "http://hl7.org/fhir/ValueSet/" + name[3..],
        _ when name.StartsWith("ext-", StringComparison.Ordinal) => "http://hl7.org/fhir/StructureDefinition/" + name[4..],
        _ => null,
    };
}
