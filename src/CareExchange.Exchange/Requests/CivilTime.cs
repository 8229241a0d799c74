using System.Globalization;

namespace CareExchange.Exchange.Requests;

/// <summary>The calendar and the clock on the wall: which day an instant falls on, and when a day begins. Consents run, ages count and deadlines fall by it, wherever the server stands.</summary>
/// <remarks>R4 datatypes.html#dateTime gives a date no zone: it is a day where the gateway is.</remarks>
public sealed class CivilTime(TimeZoneInfo zone)
{
    private static volatile CivilTime s_here = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul"));

    /// <summary>That of this process: one gateway, one place (decisions/0039).</summary>
    public static CivilTime Here => s_here;

    /// <summary>Says where the gateway is; once, before anything is read.</summary>
    public static void Use(TimeZoneInfo zone) => s_here = new(zone);

    /// <summary>The day an instant falls on.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(At(instant).DateTime);

    /// <summary>The same instant with the offset that is on the wall then.</summary>
    public DateTimeOffset At(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone);

    /// <summary>The first instant of a day.</summary>
    public DateTimeOffset Begin(DateOnly day) => Moment(day.ToDateTime(TimeOnly.MinValue));

    /// <summary>The instant when the wall shows this; the first one where it is shown twice, and the next one that exists where the clocks were put forward over it.</summary>
    public DateTimeOffset Moment(DateTime local)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return new(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local));
    }

    /// <summary>As FHIR writes it, to the second: <c>2026-03-01T09:30:00+09:00</c>.</summary>
    public string Text(DateTimeOffset instant) => At(instant).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
