using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>Reads FHIR dates as searches read them: a day is a day of the gateway's zone. Thread-safe.</summary>
public sealed class DateReader(StorageDatabase database)
{
    /// <summary>The half-open range that a date, dateTime or instant means, in µs since 1970; null for text that is none.</summary>
    public (long Low, long High)? Read(string text) => DateRange.Parse(text, database.Zone) is { } range ? (range.Low, range.High) : null;
}
