using System.Globalization;
using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>A FHIR Timing in plain words: "주 3회 (월·수·금)", "3 times a week (Mon, Wed, Fri)".</summary>
internal static class Timings
{
    private static readonly Dictionary<string, (string Korean, string English)> DaysOfWeek = new(StringComparer.Ordinal)
    {
        ["mon"] = ("월", "Mon"), ["tue"] = ("화", "Tue"), ["wed"] = ("수", "Wed"), ["thu"] = ("목", "Thu"), ["fri"] = ("금", "Fri"), ["sat"] = ("토", "Sat"), ["sun"] = ("일", "Sun"),
    };

    // R4 valueset-event-timing, as far as care uses it.
    private static readonly Dictionary<string, (string Korean, string English)> Moments = new(StringComparer.Ordinal)
    {
        ["MORN"] = ("아침", "morning"), ["NOON"] = ("점심", "noon"), ["AFT"] = ("오후", "afternoon"), ["EVE"] = ("저녁", "evening"), ["NIGHT"] = ("밤", "night"),
        ["HS"] = ("자기 전", "bedtime"), ["WAKE"] = ("일어나서", "on waking"), ["C"] = ("식사 때", "with meals"), ["AC"] = ("식전", "before meals"), ["PC"] = ("식후", "after meals"),
        ["CM"] = ("아침 식사 때", "with breakfast"), ["CD"] = ("점심 식사 때", "with lunch"), ["CV"] = ("저녁 식사 때", "with dinner"),
        ["ACM"] = ("아침 식전", "before breakfast"), ["ACD"] = ("점심 식전", "before lunch"), ["ACV"] = ("저녁 식전", "before dinner"),
        ["PCM"] = ("아침 식후", "after breakfast"), ["PCD"] = ("점심 식후", "after lunch"), ["PCV"] = ("저녁 식후", "after dinner"),
    };

    // R4 valueset-timing-abbreviation: (times, every, unit).
    private static readonly Dictionary<string, (int Times, int Every, string Unit)> Abbreviations = new(StringComparer.Ordinal)
    {
        ["QD"] = (1, 1, "d"), ["BID"] = (2, 1, "d"), ["TID"] = (3, 1, "d"), ["QID"] = (4, 1, "d"), ["QOD"] = (1, 2, "d"), ["WK"] = (1, 1, "wk"), ["MO"] = (1, 1, "mo"),
        ["Q1H"] = (1, 1, "h"), ["Q2H"] = (1, 2, "h"), ["Q3H"] = (1, 3, "h"), ["Q4H"] = (1, 4, "h"), ["Q6H"] = (1, 6, "h"), ["Q8H"] = (1, 8, "h"),
    };

    /// <summary>How often; null when the timing says nothing about it.</summary>
    public static Phrase? Frequency(Element timing)
    {
        var repeat = timing["repeat"];
        var often = Often(repeat) ?? Abbreviation(timing["code"]);
        var days = List(repeat, "dayOfWeek", DaysOfWeek, "·");
        var moments = List(repeat, "when", Moments, ", ") ?? Times(repeat);
        var text = (often, days) switch
        {
            ({ } every, { } on) => new Phrase($"{every.Korean} ({on.Korean})", $"{every.English} ({on.English})"),
            (null, { } on) => new Phrase($"매주 {on.Korean}", $"every {on.English}"),
            ({ } every, null) => every,
            _ => Phrases.Of(timing["code"]),
        };
        return (text, moments) switch
        {
            ({ } main, { } at) => new($"{main.Korean} {at.Korean}", main.English is null ? null : $"{main.English}, {at.English}"),
            _ => text ?? moments,
        };
    }

    /// <summary>How long each time takes: "1회 3시간".</summary>
    public static Phrase? Duration(Element timing)
    {
        var repeat = timing["repeat"];
        if (repeat["duration"].Text is not { } duration || Unit(repeat["durationUnit"].Text) is not { } unit) return null;
        var longest = repeat["durationMax"].Text is { } max ? "~" + max : "";
        return new($"1회 {duration}{longest}{unit.Korean}", $"{duration}{longest.Replace('~', '–')} {unit.English} each");
    }

    /// <summary>From when until when, where the timing has bounds.</summary>
    public static Span Bounds(Element timing)
    {
        var bounds = timing["repeat"]["bounds"];
        return bounds.TypeName == "Period" ? Days.Span(bounds) : default;
    }

    private static Phrase? Often(Element repeat)
    {
        if (Number(repeat["period"]) is not { } every || repeat["periodUnit"].Text is not { } unit)
        {
            return Number(repeat["count"]) is { } count ? new($"모두 {count}회", count == 1 ? "once" : $"{count} times in all") : null;
        }

        return Words(Number(repeat["frequency"]) ?? 1, Number(repeat["frequencyMax"]), every, unit);
    }

    private static Phrase? Abbreviation(Element code)
    {
        foreach (var coding in code.Children("coding"))
        {
            if (Abbreviations.TryGetValue(coding["code"].Text ?? "", out var known)) return Words(known.Times, null, known.Every, known.Unit);
        }

        return null;
    }

    private static Phrase? Words(int times, int? most, int every, string unitCode)
    {
        if (Unit(unitCode) is not { } unit) return null;
        var count = most is { } max && max > times ? $"{times}~{max}" : times.ToString(CultureInfo.InvariantCulture);
        var often = (times, most) switch { (1, null) => "once", (2, null) => "twice", _ => count.Replace('~', '–') + " times" };
        return (unitCode, every) switch
        {
            ("h" or "min", _) => new($"{every}{unit.Korean}마다 {count}회", $"{often} every {every} {unit.English}"),
            ("d", 1) => new(times == 1 && most is null ? "매일 1회" : $"하루 {count}회", $"{often} a day"),
            ("wk", 1) => new($"주 {count}회", $"{often} a week"),
            ("mo", 1) => new($"월 {count}회", $"{often} a month"),
            ("a", 1) => new($"연 {count}회", $"{often} a year"),
            _ => new($"{every}{unit.Korean}에 {count}회", $"{often} every {every} {unit.English}"),
        };
    }

    private static Phrase? Times(Element repeat)
    {
        List<string> times = [];
        foreach (var time in repeat.Children("timeOfDay"))
        {
            if (time.Text is { Length: >= 5 } text) times.Add(text[..5]);
        }

        return times.Count == 0 ? null : new(string.Join(", ", times), "at " + string.Join(", ", times));
    }

    private static Phrase? List(Element repeat, string name, Dictionary<string, (string Korean, string English)> words, string separator)
    {
        List<string> korean = [], english = [];
        foreach (var item in repeat.Children(name))
        {
            if (!words.TryGetValue(item.Text ?? "", out var word)) continue;
            korean.Add(word.Korean);
            english.Add(word.English);
        }

        return korean.Count == 0 ? null : new(string.Join(separator, korean), string.Join(", ", english));
    }

    private static int? Number(Element element) =>
        decimal.TryParse(element.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 10_000 && number == Math.Truncate(number) ? (int)number : null;

    private static (string Korean, string English)? Unit(string? code) => code switch
    {
        "min" => ("분", "min"),
        "h" => ("시간", "h"),
        "d" => ("일", "days"),
        "wk" => ("주", "weeks"),
        "mo" => ("개월", "months"),
        "a" => ("년", "years"),
        _ => null,
    };
}
