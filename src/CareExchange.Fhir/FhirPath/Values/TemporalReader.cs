namespace CareExchange.Fhir.FhirPath.Values;

/// <summary>Reads the ISO 8601 subset that FHIR and FHIRPath write; every method answers null for anything else.</summary>
internal ref struct TemporalReader(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private int _year = 1;
    private int _month = 1;
    private int _day = 1;
    private int _hour;
    private int _minute;
    private int _second;
    private int _ticks;
    private int _fractionDigits;
    private int? _offset;
    private TemporalPrecision _precision;

    public TemporalValue? ReadDate() => ReadDay() && _at == _text.Length ? Build(TemporalKind.Date) : null;

    public TemporalValue? ReadTime() => ReadClock() && _at == _text.Length ? Build(TemporalKind.Time) : null;

    public TemporalValue? ReadDateTime()
    {
        if (!ReadDay()) return null;
        // The literal @2015T is a dateTime of year precision, so the T may stand alone.
        if (Take('T') && _at < _text.Length && (_precision != TemporalPrecision.Day || !ReadClock() || !ReadOffset())) return null;
        return _at == _text.Length ? Build(TemporalKind.DateTime) : null;
    }

    private bool ReadDay()
    {
        _precision = TemporalPrecision.Year;
        if (!Digits(4, out _year) || _year == 0) return false;
        if (!Take('-')) return true;
        _precision = TemporalPrecision.Month;
        if (!Digits(2, out _month) || _month is < 1 or > 12) return false;
        if (!Take('-')) return true;
        _precision = TemporalPrecision.Day;
        return Digits(2, out _day) && _day >= 1 && _day <= DateTime.DaysInMonth(_year, _month);
    }

    private bool ReadClock()
    {
        _precision = TemporalPrecision.Hour;
        if (!Digits(2, out _hour) || _hour > 23) return false;
        if (!Take(':')) return true;
        _precision = TemporalPrecision.Minute;
        if (!Digits(2, out _minute) || _minute > 59) return false;
        if (!Take(':')) return true;
        _precision = TemporalPrecision.Second;
        // R4 datatypes.html#dateTime allows leap seconds; the clock has none, so :60 is read as the last tick's second.
        if (!Digits(2, out _second) || _second > 60) return false;
        _second = Math.Min(_second, 59);
        return !Take('.') || ReadFraction();
    }

    private bool ReadFraction()
    {
        var start = _at;
        var unit = (int)TimeSpan.TicksPerSecond;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
        {
            unit /= 10;
            _ticks += (_text[_at] - '0') * unit;
            _at++;
        }

        _fractionDigits = Math.Min(_at - start, 7);
        return _at > start;
    }

    private bool ReadOffset()
    {
        if (_at == _text.Length) return true;
        if (Take('Z'))
        {
            _offset = 0;
            return true;
        }

        var isNegative = _text[_at] == '-';
        if (!isNegative && _text[_at] != '+') return false;
        _at++;
        if (!Digits(2, out var hours) || !Take(':') || !Digits(2, out var minutes) || hours > 14 || minutes > 59) return false;
        _offset = (isNegative ? -1 : 1) * ((hours * 60) + minutes);
        return true;
    }

    private bool Take(char expected)
    {
        if (_at >= _text.Length || _text[_at] != expected) return false;
        _at++;
        return true;
    }

    private bool Digits(int count, out int value)
    {
        value = 0;
        if (_at + count > _text.Length) return false;
        for (var end = _at + count; _at < end; _at++)
        {
            if (!char.IsAsciiDigit(_text[_at])) return false;
            value = (value * 10) + (_text[_at] - '0');
        }

        return true;
    }

    private readonly TemporalValue Build(TemporalKind kind) => new(
        kind,
        _precision,
        new DateTime(_year, _month, _day, _hour, _minute, _second, DateTimeKind.Unspecified).AddTicks(_ticks),
        _fractionDigits,
        _offset,
        _text.TrimEnd('T').ToString());
}
