using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.FhirPath.Syntax;
using CareExchange.Fhir.FhirPath.Values;

namespace CareExchange.Fhir.FhirPath.Operators;

/// <summary><c>is</c>, <c>as</c>, <c>ofType</c> and <c>type()</c> (FHIRPath N1, 6.3 and 10; R4 fhirpath.html#types).</summary>
internal static class Types
{
    public const string System = "System";
    public const string Fhir = "FHIR";

    /// <summary>True for the type or a subtype of it.</summary>
    /// <remarks>An unqualified system name also meets the FHIR primitive: invariant que-7 asks <c>answer is Boolean</c> of a FHIR boolean.</remarks>
    public static bool IsOf(Evaluation run, in PathItem item, TypeSpecifier type, int offset, bool isOperator)
    {
        if (Matches(item, type, false)) return true;
        if (isOperator && MeansPrimitive(item, type)) return true;
        FailIfUnknown(run, item, type, offset);
        return false;
    }

    /// <summary>Appends the items of the type. Primitives must be of just this type: the public suite casts no code to string.</summary>
    /// <remarks>As for <c>is</c>, profiles in use write <c>value as String</c> of a FHIR string, and the reference implementation understands them.</remarks>
    public static void Filter(Evaluation run, Items input, TypeSpecifier type, int offset, Items output)
    {
        foreach (ref readonly var item in input.Span)
        {
            if (Matches(item, type, true) || MeansPrimitive(item, type)) output.Add(item);
            else FailIfUnknown(run, item, type, offset);
        }
    }

    /// <summary>What <c>type()</c> says of an item.</summary>
    public static TypeInfoValue Of(in PathItem item) => new(item.IsElement || item.Computed is ReferenceTarget ? Fhir : System, item.TypeName);

    /// <summary>True for the names of FHIRPath's own types.</summary>
    public static bool IsSystemName(string name) =>
        name is "Boolean" or "String" or "Integer" or "Decimal" or "Date" or "DateTime" or "Time" or "Quantity" or "Any";

    private static bool MeansPrimitive(in PathItem item, TypeSpecifier type) =>
        type.Namespace is null && item.IsElement && item.Element.IsPrimitive && IsSystemName(type.Name) && string.Equals(item.TypeName, type.Name, StringComparison.OrdinalIgnoreCase);

    private static bool Matches(in PathItem item, TypeSpecifier type, bool isExactForPrimitives)
    {
        if (item.IsElement)
        {
            if (type.Namespace == System) return false;
            if (item.TypeName == type.Name) return true;
            return !(isExactForPrimitives && item.Element.IsPrimitive) && item.Element.Type?.IsA(type.Name) == true;
        }

        if (item.Computed is ReferenceTarget target)
        {
            return type.Namespace != System && (target.TypeName == type.Name || Schema.R4.FindType(target.TypeName)?.IsA(type.Name) == true);
        }

        return type.Namespace != Fhir && (item.TypeName == type.Name || type.Name == "Any");
    }

    // FHIRPath N1, 10.1: a name that no model knows is an error, not a mismatch.
    private static void FailIfUnknown(Evaluation run, in PathItem item, TypeSpecifier type, int offset)
    {
        if (run.HasFailed || type.Namespace == System || IsSystemName(type.Name)) return;
        var schema = item.IsElement ? item.Element.Document.Schema : Schema.R4;
        if (schema.FindType(type.Name) is not null) return;
        run.Fail(offset, "not-found", "fhirpath-type", $"there is no type {type}.", $"{type} 형식이 없습니다.", found: type.ToString());
    }
}
