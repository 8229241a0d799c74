namespace CareExchange.Fhir.Json;

/// <summary>The seven kinds of JSON value (RFC 8259 §3).</summary>
public enum JsonKind : byte
{
    /// <summary>No value.</summary>
    None,

    /// <summary>An object.</summary>
    Object,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A string.</summary>
    String,

    /// <summary>A number, digits kept as written.</summary>
    Number,

    /// <summary>The literal <c>true</c>.</summary>
    True,

    /// <summary>The literal <c>false</c>.</summary>
    False,

    /// <summary>The literal <c>null</c>.</summary>
    Null,
}
