using CareExchange.Fhir.Definitions;

namespace CareExchange.Exchange.Operations;

/// <summary>The parameter <c>context</c> of value set operations: an element of a type or profile stands for the value set it is bound to.</summary>
internal static class ContextBinding
{
    /// <summary>The value set that an element is bound to, such as of <c>http://hl7.org/fhir/StructureDefinition/Patient#Patient.gender</c>; null where there is none.</summary>
    public static string? ValueSetOf(Schema schema, string? context)
    {
        if (context?.Split('#') is not { Length: > 0 } parts) return null;
        var element = parts[^1];
        var type = schema.FindType(parts.Length > 1 ? parts[0] : element.Split('.')[0]);
        return type?.Snapshot.FirstOrDefault(definition => definition.Path == element || definition.Id == element)?.Binding?.ValueSet;
    }
}
