using System.Globalization;

namespace CareExchange.Fhir.FhirPath.Values;

/// <summary>A date, dateTime or time with the precision, digits and offset it was written with.</summary>
/// <remarks>Immutable. Fractions keep seven digits (100 ns); more digits stay in <see cref="Text"/> only.</remarks>
public sealed class TemporalValue
{
    private readonly string? _written;

    internal TemporalValue(TemporalKind kind, TemporalPrecision precision, DateTime clock, int fractionDigits, int? offsetMinutes, string? written = null)
    {
        Kind = kind;
        Precision = precision;
        Clock = clock;
        FractionDigits = fractionDigits;
        OffsetMinutes = offsetMinutes;
        _written = written;
    }

    /// <summary>Date, DateTime or Time.</summary>
    public TemporalKind Kind { get; }

    /// <summary>How much is stated; a time starts at <see cref="TemporalPrecision.Hour"/>.</summary>
    public TemporalPrecision Precision { get; }

    /// <summary>The stated parts, the rest at its lowest; of a time the day is 0001-01-01. Local to <see cref="OffsetMinutes"/>.</summary>
    public DateTime Clock { get; }

    /// <summary>Digits after the second's decimal point, 0 to 7.</summary>
    public int FractionDigits { get; }

    /// <summary>Minutes ahead of UTC; null where no offset is stated.</summary>
    public int? OffsetMinutes { get; }

    /// <summary>As written, or the canonical form of a computed value; without the literal's @ and T marks of a date.</summary>
    public string Text => _written ?? Format();

    /// <summary>True where the value is stated down to the hour at least.</summary>
    public bool HasClock => Precision >= TemporalPrecision.Hour;

    /// <summary>Reads <c>2012</c>, <c>2012-04</c>, <c>2012-04-15T10:00:00.123+09:00</c>, <c>14:30</c>; null where it is none of the kind.</summary>
    public static TemporalValue? Parse(ReadOnlySpan<char> text, TemporalKind kind)
    {
        var reader = new TemporalReader(text);
        return kind switch
        {
            TemporalKind.Time => reader.ReadTime(),
            TemporalKind.Date => reader.ReadDate(),
            _ => reader.ReadDateTime(),
        };
    }

    /// <summary>The date and offset of an instant, at millisecond precision.</summary>
    public static TemporalValue FromInstant(DateTimeOffset instant) => new(
        TemporalKind.DateTime,
        TemporalPrecision.Second,
        new DateTime(instant.DateTime.Ticks - (instant.DateTime.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Unspecified),
        3,
        (int)instant.Offset.TotalMinutes);

    /// <summary>The same moment seen as another kind: a date's clock is dropped, a dateTime keeps a date's precision.</summary>
    internal TemporalValue As(TemporalKind kind)
    {
        if (kind == Kind) return this;
        return kind switch
        {
            TemporalKind.Date => new(kind, Precision < TemporalPrecision.Day ? Precision : TemporalPrecision.Day, Clock.Date, 0, null),
            TemporalKind.Time => new(kind, Precision, new DateTime(Clock.TimeOfDay.Ticks, DateTimeKind.Unspecified), FractionDigits, null),
            _ => new(kind, Precision, Clock, FractionDigits, OffsetMinutes),
        };
    }

    /// <summary>The same kind, precision and offset at another moment; milliseconds appear where the moment has some.</summary>
    internal TemporalValue With(DateTime clock)
    {
        var digits = clock.Ticks % TimeSpan.TicksPerSecond == 0 ? FractionDigits : Math.Max(FractionDigits, 3);
        return new(Kind, Precision, clock, digits, OffsetMinutes);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private string Format()
    {
        var pattern = (Kind, Precision) switch
        {
            (TemporalKind.Time, TemporalPrecision.Hour) => "HH",
            (TemporalKind.Time, TemporalPrecision.Minute) => "HH:mm",
            (TemporalKind.Time, _) => "HH:mm:ss",
            (_, TemporalPrecision.Year) => "yyyy",
            (_, TemporalPrecision.Month) => "yyyy-MM",
            (_, TemporalPrecision.Day) => "yyyy-MM-dd",
            (_, TemporalPrecision.Hour) => "yyyy-MM-ddTHH",
            (_, TemporalPrecision.Minute) => "yyyy-MM-ddTHH:mm",
            _ => "yyyy-MM-ddTHH:mm:ss",
        };
        if (Precision == TemporalPrecision.Second && FractionDigits > 0) pattern += "." + new string('f', FractionDigits);
        var text = Clock.ToString(pattern, CultureInfo.InvariantCulture);
        if (OffsetMinutes is not { } offset || !HasClock) return text;
        return offset == 0 ? text + "Z" : text + (offset < 0 ? "-" : "+") + TimeSpan.FromMinutes(Math.Abs(offset)).ToString("hh\\:mm", CultureInfo.InvariantCulture);
    }
}
