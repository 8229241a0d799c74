namespace CareExchange.Fhir.Definitions;

/// <summary>StructureDefinition.kind.</summary>
public enum TypeKind
{
    /// <summary>A primitive data type.</summary>
    Primitive,

    /// <summary>A complex data type.</summary>
    Complex,

    /// <summary>A resource.</summary>
    Resource,

    /// <summary>A logical model.</summary>
    Logical,
}
