namespace CareExchange.Exchange.Reading;

/// <summary>What one member of staff or system did in a month.</summary>
/// <param name="Agent">Id.</param>
/// <param name="Who">Name.</param>
/// <param name="Organization">Organisation.</param>
/// <param name="Records">Records.</param>
/// <param name="Refused">Refusals among them.</param>
/// <param name="Persons">Persons whose data they asked for.</param>
/// <param name="AtNight">Records between 22 and 6 o'clock in Korea.</param>
/// <param name="Exports">Downloads: exports asked for or fetched.</param>
public sealed record AccessReviewAgent(string Agent, string Who, string? Organization, long Records, long Refused, int Persons, long AtNight, long Exports);
