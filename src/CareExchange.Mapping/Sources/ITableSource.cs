using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources;

/// <summary>A table, whose rows stand for themselves: a bad one may be left out.</summary>
internal interface ITableSource : IMessageSource
{
    /// <summary>Reads the message without some of its rows.</summary>
    /// <param name="message">The bytes.</param>
    /// <param name="without">The rows to pass over.</param>
    TableReading Read(ReadOnlyMemory<byte> message, IReadOnlySet<SourceRow> without);
}

/// <summary>What a reading of a table gave.</summary>
/// <param name="Message">The tree, or the issues that stand in its place.</param>
/// <param name="BadRows">The rows that are wrong in themselves; null where something is wrong that is no row's: a heading, a form, a quote.</param>
/// <param name="Rows">How many rows there are, those left out counted.</param>
internal sealed record TableReading(Outcome<SourceMessage> Message, IReadOnlyCollection<SourceRow>? BadRows, int Rows);
