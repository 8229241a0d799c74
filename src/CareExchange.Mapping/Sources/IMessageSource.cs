using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources;

/// <summary>A message format: bytes → element tree, or issues with line and field. Compiled once, shared by threads.</summary>
internal interface IMessageSource
{
    /// <summary>Reads one message; any bytes give a tree or issues.</summary>
    Outcome<SourceMessage> Read(ReadOnlyMemory<byte> message);
}
