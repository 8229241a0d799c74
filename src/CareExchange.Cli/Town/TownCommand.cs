using System.CommandLine;
using System.Globalization;
using System.Text;

namespace CareExchange.Cli.Town;

/// <summary><c>careexchange town --persons N -o FOLDER</c>: a fictional town of any size, made of the patterns of the 45 cases.</summary>
/// <remarks>Streaming: memory does not grow with the town. The same seed gives the same bytes on every machine.</remarks>
internal static class TownCommand
{
    public static Command Create()
    {
        var persons = new Option<int>("--persons") { Description = "How many persons, 1 to 1,000,000.", DefaultValueFactory = _ => 100 };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same town.", DefaultValueFactory = _ => 1 };
        var output = new Option<DirectoryInfo>("--output", "-o") { Description = "The folder: fhir/{Type}.ndjson and messages/{partner}/*.", Required = true };
        persons.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1_000_000) result.AddError("--persons is 1 to 1,000,000.");
        });
        var command = new Command("town", "Make a town of fictional persons: resources of the guide by type, and the messages that its municipality, its hospitals and a personal health record would send.") { persons, seed, output };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var count = parse.GetValue(persons);
            var written = await WriteAsync(parse.GetRequiredValue(output).FullName, count, parse.GetValue(seed), cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} persons: {written:N0} resources"));
            return 0;
        });
        return command;
    }

    /// <summary>Writes a town.</summary>
    /// <returns>How many resources it has.</returns>
    internal static async Task<long> WriteAsync(string folder, int persons, ulong seed, CancellationToken cancellationToken)
    {
        var fhir = Directory.CreateDirectory(Path.Combine(folder, "fhir")).FullName;
        var messages = Path.Combine(folder, "messages");
        foreach (var partner in TownMessages.Partners) Directory.CreateDirectory(Path.Combine(messages, partner));
        var files = new Dictionary<string, StreamWriter>(StringComparer.Ordinal);
        var written = 0L;
        try
        {
            foreach (var (type, json) in TownResources.Common()) Write(type, json);
            for (var first = 1; first <= persons; first += TownMessages.PersonsEach)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var group = Enumerable.Range(first, Math.Min(TownMessages.PersonsEach, persons - first + 1)).Select(number => new TownPerson(seed, number)).ToArray();
                foreach (var (type, json) in group.SelectMany(TownResources.Of)) Write(type, json);
                foreach (var message in TownMessages.Of(group)) await File.WriteAllBytesAsync(Path.Combine(messages, message.Partner, message.File), message.Content, cancellationToken);
            }
        }
        finally
        {
            foreach (var file in files.Values) await file.DisposeAsync();
        }

        return written;

        void Write(string type, string json)
        {
            if (!files.TryGetValue(type, out var file)) files[type] = file = new StreamWriter(Path.Combine(fhir, $"{type}.ndjson"), append: false, new UTF8Encoding(false), 1 << 16);
            file.Write(json);
            file.Write('\n');
            written++;
        }
    }
}
