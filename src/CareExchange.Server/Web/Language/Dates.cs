using System.Globalization;
using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Requests;

namespace CareExchange.Server.Web.Language;

/// <summary>Dates, ages and distances in words; a Korean date never breaks inside. Instants are shown in the gateway's time, whatever zone the sender used.</summary>
internal static class Dates
{
    private static readonly string[] KoreanDays = ["일", "월", "화", "수", "목", "금", "토"];

    public static Phrase Day(DateOnly day) => new(
        $"{day.Year}.\u00A0{day.Month}.\u00A0{day.Day}.",
        day.ToString("d MMM yyyy", CultureInfo.InvariantCulture));

    /// <summary>Without the year where it is this one: beside every line it would only be noise.</summary>
    public static Phrase Brief(DateOnly day, DateOnly today) => day.Year != today.Year
        ? Day(day)
        : new($"{day.Month}.\u00A0{day.Day}.", day.ToString("d MMM", CultureInfo.InvariantCulture));

    /// <summary>As precisely as it is known: "2023", "2023. 4.", "2023. 4. 1.".</summary>
    public static Phrase Day(PartialDay day) => day switch
    {
        { Day: not null } => Day(day.First),
        { Month: { } month } => new($"{day.Year}.\u00A0{month}.", day.First.ToString("MMM yyyy", CultureInfo.InvariantCulture)),
        _ => new($"{day.Year}", $"{day.Year}"),
    };

    /// <summary>"9. 18. (금)"; with the year where it is another one.</summary>
    public static Phrase DayOfWeek(DateOnly day, DateOnly today) => new(
        $"{Brief(day, today).Korean}\u00A0({KoreanDays[(int)day.DayOfWeek]})",
        day.ToString(day.Year == today.Year ? "ddd d MMM" : "ddd d MMM yyyy", CultureInfo.InvariantCulture));

    public static Phrase Instant(DateTimeOffset instant)
    {
        var local = CivilTime.Here.At(instant);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{local.Year}.\u00A0{local.Month}.\u00A0{local.Day}.\u00A0{local:HH:mm}"),
            local.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture));
    }

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Iso(DateTimeOffset instant) => instant.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>"오늘", "3일 뒤", "2일 지남".</summary>
    public static Phrase Distance(int days) => days switch
    {
        0 => new("오늘", "today"),
        1 => new("내일", "tomorrow"),
        > 1 => new($"{days}일 뒤", $"in {days} days"),
        -1 => new("1일 지남", "1 day late"),
        _ => new($"{-days}일 지남", $"{-days} days late"),
    };

    public static Phrase Days(int days) => new($"{days}일", days == 1 ? "1 day" : $"{days} days");

    public static Phrase Since(DateOnly day) => new($"{Day(day).Korean}부터", $"since {Day(day).English}");

    public static Phrase Since(PartialDay day) => new($"{Day(day).Korean}{(day.Month is null ? "년" : "")}부터", $"since {Day(day).English}");

    public static Phrase Age(int years) => new($"{years}세", $"{years} years");

    public static Phrase Born(DateOnly day) => new($"{Day(day).Korean} 생", $"born {Day(day).English}");

    /// <summary>"2026. 3. 2. ~ 6. 1.", with an open end left open.</summary>
    public static Phrase? Between(Span span) => span switch
    {
        { Start: { } start, End: { } end } when start == end => Day(start),
        { Start: { } start, End: { } end } when start.Year == end.Year => new(
            $"{Day(start).Korean} ~ {end.Month}.\u00A0{end.Day}.",
            $"{start.ToString("d MMM", CultureInfo.InvariantCulture)} – {Day(end).English}"),
        { Start: { } start, End: { } end } => new($"{Day(start).Korean} ~ {Day(end).Korean}", $"{Day(start).English} – {Day(end).English}"),
        { Start: { } start } => new($"{Day(start).Korean} ~", $"from {Day(start).English}"),
        { End: { } end } => new($"~ {Day(end).Korean}", $"until {Day(end).English}"),
        _ => null,
    };
}
