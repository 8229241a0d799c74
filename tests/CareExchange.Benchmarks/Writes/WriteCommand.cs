using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using CareExchange.Benchmarks.Core;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Benchmarks.Writes;

/// <summary><c>write</c>: what creates, transactions and recorded reads cost behind the doors, without HTTP.</summary>
internal static class WriteCommand
{
    private const int People = 2000;

    public static Command Create()
    {
        var postgres = new Option<string?>("--connection") { Description = "An Npgsql connection string; without it SQLite in a folder of its own." };
        var seconds = new Option<double>("--seconds") { Description = "How long each question is asked.", DefaultValueFactory = _ => 4 };
        var only = new Option<string?>("--only") { Description = "Only questions whose name contains this; 'stages' for what each stage of a write costs, 'stages:index' for those whose name contains the rest." };
        var callers = new Option<int?>("--callers") { Description = "Only questions of so many callers." };
        var command = new Command("write", "Creates, transactions and recorded reads through the interactions, without HTTP.") { postgres, seconds, only, callers };
        command.SetAction((parse, _) => RunAsync(parse.GetValue(postgres), Math.Clamp(parse.GetValue(seconds), 0.1, 600), parse.GetValue(only) ?? "", parse.GetValue(callers)));
        return command;
    }

    private static async Task<int> RunAsync(string? postgres, double seconds, string only, int? onlyCallers)
    {
        var folder = Path.Combine(Path.GetTempPath(), "careexchange-bench", Guid.NewGuid().ToString("N"));
        await using (var room = await WriteRoom.OpenAsync(folder, postgres))
        {
            if (only.Split(':') is ["stages", .. var stage])
            {
                await WriteStages.RunAsync(room, seconds, string.Concat(stage));
                return 0;
            }

            var people = await Task.WhenAll(Enumerable.Range(0, People).Select(number => Task.Run(() => CreateAsync(room, "Patient", Patient(number)))));
            var made = await Task.WhenAll(Enumerable.Range(0, People).Select(number => Task.Run(() => CreateAsync(room, "Observation", Observation(people[number], number)))));
            Console.WriteLine("| question | callers | resources/s | p50 ms | p99 ms | CPU µs each | KB allocated each |");
            Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
            var next = 0;
            foreach (var callers in (int[])[1, 8, 64])
            {
                await AskIfAsync($"create Observation", only, callers, seconds, 1, () => CreateAsync(room, "Observation", Observation(people[Random.Shared.Next(People)], Interlocked.Increment(ref next))));
            }

            await AskIfAsync("create Patient", only, 64, seconds, 1, () => CreateAsync(room, "Patient", Patient(Interlocked.Increment(ref next) + 100_000)));
            await AskIfAsync("update Observation", only, 64, seconds, 1, () => UpdateAsync(room, people, made, Interlocked.Increment(ref next)));
            foreach (var callers in (int[])[1, 8, 64]) await AskIfAsync("read, on record", only, callers, seconds, 1, () => ReadAsync(room, made[Random.Shared.Next(People)]));
            foreach (var (entries, callers) in ((int, int)[])[(200, 1), (200, 4), (1000, 1), (1000, 4), (10_000, 1)])
            {
                var bundles = new WriteBundles(entries / SyntheticRecord.Count);
                await AskIfAsync($"transaction of {entries}", only, callers, seconds, entries, () => TransactAsync(room, bundles.Next()));
            }
        }

        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return 0;

        Task AskIfAsync(string question, string part, int callers, double time, int size, Func<Task> work) =>
            question.Contains(part, StringComparison.Ordinal) && callers == (onlyCallers ?? callers) ? AskAsync(question, callers, time, size, work) : Task.CompletedTask;
    }

    private static async Task AskAsync(string question, int callers, double seconds, int size, Func<Task> work)
    {
        await Task.WhenAll(Enumerable.Range(0, Math.Min(callers, 4)).Select(_ => Task.Run(work)));
        var times = new List<double>[callers];
        var allocated = GC.GetTotalAllocatedBytes();
        var processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var own = times[caller] = [];
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                var start = Stopwatch.GetTimestamp();
                await work();
                own.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        })));
        var elapsed = watch.Elapsed.TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        processor = Environment.CpuUsage.TotalTime - processor;
        double[] all = [.. times.SelectMany(own => own).Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {question} | {callers} | {all.Length * size / elapsed:N0} | {all[all.Length / 2]:N2} | {all[all.Length * 99 / 100]:N2} | {processor.TotalMicroseconds / all.Length / size:N0} | {allocated / 1024.0 / all.Length / size:N1} |"));
    }

    private static async Task<string> CreateAsync(WriteRoom room, string type, string json)
    {
        var put = await room.Create.CreateAsync(type, new(Encoding.UTF8.GetBytes(json)), null, WriteRoom.Requester, WriteRoom.Trace, CancellationToken.None);
        return put.Value?.Resource.Id ?? throw new InvalidDataException(string.Join(' ', put.Issues.Select(issue => $"{issue.Expression} {issue.English}")));
    }

    private static async Task UpdateAsync(WriteRoom room, string[] people, string[] made, int number)
    {
        var id = made[number % made.Length];
        var json = Observation(people[number % people.Length], number).Replace("\"status\"", $"\"id\":\"{id}\",\"status\"", StringComparison.Ordinal);
        var put = await room.Update.UpdateAsync("Observation", id, new(Encoding.UTF8.GetBytes(json)), null, WriteRoom.Requester, WriteRoom.Trace, CancellationToken.None);
        if (put.Value is null) throw new InvalidDataException(string.Join(' ', put.Issues.Select(issue => $"{issue.Expression} {issue.English}")));
    }

    private static async Task ReadAsync(WriteRoom room, string id)
    {
        var read = await room.Read.ReadAsync("Observation", id, null, WriteRoom.Requester, WriteRoom.Trace, CancellationToken.None);
        if (read.Value is null) throw new InvalidDataException("Not read.");
    }

    private static async Task TransactAsync(WriteRoom room, byte[] bundle)
    {
        using var document = FhirDocument.Parse(bundle, Schema.R4).Value!;
        var done = await room.Transactions.ExecuteAsync(document.Root, _ => null, WriteRoom.Requester, WriteRoom.Trace, CancellationToken.None);
        if (!done.Succeeded) throw new InvalidDataException(string.Join(' ', done.Issues.Where(issue => issue.IsError).Take(5).Select(issue => $"{issue.Expression} {issue.English} {issue.Found}")));
    }

    private static string Patient(int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"resourceType":"Patient","identifier":[{"system":"urn:bench:mrn","value":"{{number}}"}],"name":[{"family":"김","given":["가온{{number}}"]}],
        "gender":"female","birthDate":"19{{30 + (number % 60)}}-0{{(number % 9) + 1}}-1{{number % 9}}","address":[{"text":"서울특별시 서대문구 홍제동 {{number}}"}]}
        """);

    private static string Observation(string patient, int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"resourceType":"Observation","identifier":[{"system":"urn:bench","value":"{{number}}"}],"status":"final",
        "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs","display":"Vital Signs"}]}],
        "code":{"coding":[{"system":"http://loinc.org","code":"8867-4","display":"Heart rate"}],"text":"심박수"},
        "subject":{"reference":"Patient/{{patient}}"},"performer":[{"reference":"Organization/hongje-homecare"}],
        "effectiveDateTime":"2026-03-{{(number % 28) + 1:00}}T09:30:00+09:00","issued":"2026-03-28T09:30:00.000+09:00",
        "valueQuantity":{"value":{{60 + (number % 40)}},"unit":"beats/minute","system":"http://unitsofmeasure.org","code":"/min"},
        "note":[{"text":"{{new string('x', 1000)}}"}]}
        """);
}
