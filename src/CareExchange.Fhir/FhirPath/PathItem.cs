using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath.Values;

namespace CareExchange.Fhir.FhirPath;

/// <summary>One item of a FHIRPath collection: an element of a document, or a value that an expression computed.</summary>
/// <remarks>
/// Computed values are of these .NET types: <see cref="bool"/>, <see cref="string"/>, <see cref="int"/>, <see cref="decimal"/>,
/// <see cref="TemporalValue"/>, <see cref="QuantityValue"/>, <see cref="TypeInfoValue"/>, <see cref="ReferenceTarget"/>.
/// <c>default</c> is the absent item.
/// </remarks>
public readonly struct PathItem : IEquatable<PathItem>
{
    private static readonly object s_true = true;
    private static readonly object s_false = false;
    private static readonly object[] s_integers = [.. Enumerable.Range(-1, 130).Select(number => (object)number)];

    private readonly Element _element;
    private readonly object? _value;

    private PathItem(object value) => _value = value;

    /// <summary>An element.</summary>
    public PathItem(Element element) => _element = element;

    /// <summary>False for the absent item.</summary>
    public bool Exists => _value is not null || _element.Exists;

    /// <summary>True where the item is a place in a document, false for a computed value.</summary>
    public bool IsElement => _value is null && _element.Exists;

    /// <summary>The element; the absent element for a computed value.</summary>
    public Element Element => _element;

    /// <summary>The element's FHIR type (<c>HumanName</c>, <c>string</c>), or the system type of a computed value (<c>Boolean</c>, <c>Quantity</c>).</summary>
    public string TypeName => _value is null ? (_element.Exists ? _element.TypeName : "") : NameOf(_value);

    /// <summary>The value: of a primitive element or a FHIR Quantity the system value it converts to; null where there is none.</summary>
    public object? Value => _value ?? ElementValue.Of(_element);

    /// <summary>The value as text, a primitive element's as written; empty where there is no value.</summary>
    public string Text => _value is null ? (_element.Text ?? (ElementValue.Of(_element) is { } value ? Print(value) : "")) : Print(_value);

    internal object? Computed => _value;

    /// <summary>A truth value.</summary>
    public static PathItem Of(bool value) => new(value ? s_true : s_false);

    /// <summary>A string.</summary>
    public static PathItem Of(string value) => new((object)value);

    /// <summary>An integer.</summary>
    public static PathItem Of(int value) => new(value is >= -1 and < 129 ? s_integers[value + 1] : value);

    /// <summary>A decimal; its digits are kept.</summary>
    public static PathItem Of(decimal value) => new(value);

    /// <summary>A date, dateTime or time.</summary>
    public static PathItem Of(TemporalValue value) => new((object)value);

    /// <summary>A quantity.</summary>
    public static PathItem Of(QuantityValue value) => new((object)value);

    internal static PathItem OfValue(object value) => value switch
    {
        bool truth => Of(truth),
        int number => Of(number),
        _ => new PathItem(value),
    };

    /// <summary>FHIRPath equality; undecided counts as unequal.</summary>
    public bool Equals(PathItem other) => Exists ? other.Exists && Operators.Equality.AreEqual(this, other) == true : !other.Exists;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PathItem other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Exists ? Operators.Equality.HashOf(this) : 0;

    /// <inheritdoc/>
    public override string ToString() => IsElement ? $"{_element.Path}: {TypeName}" : $"{Text}: {TypeName}";

    public static implicit operator PathItem(Element element) => new(element);

    public static bool operator ==(PathItem left, PathItem right) => left.Equals(right);

    public static bool operator !=(PathItem left, PathItem right) => !left.Equals(right);

    internal static string Print(object value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        IFormattable number and (int or decimal) => number.ToString(null, CultureInfo.InvariantCulture),
        TypeInfoValue type => $"{type.Namespace}.{type.Name}",
        ReferenceTarget target => target.Reference,
        _ => value.ToString() ?? "",
    };

    private static string NameOf(object value) => value switch
    {
        bool => "Boolean",
        string => "String",
        int => "Integer",
        decimal => "Decimal",
        TemporalValue temporal => temporal.Kind switch
        {
            TemporalKind.Date => "Date",
            TemporalKind.Time => "Time",
            _ => "DateTime",
        },
        QuantityValue => "Quantity",
        ReferenceTarget target => target.TypeName,
        _ => "TypeInfo",
    };
}
