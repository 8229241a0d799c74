using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace CareExchange.Cli.Demo;

/// <summary><c>careexchange demo</c>: the main job, on simulated partners and an embedded database.</summary>
internal static class DemoCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "Where the database is kept.", DefaultValueFactory = _ => new DirectoryInfo("data") };
        var url = new Option<string>("--url") { Description = "Address to listen on; port 0 takes a free one.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var packages = new Option<DirectoryInfo>("--packages") { Description = "FHIR packages to validate with; the folder 'packages' of the data when nothing is said." };
        var once = new Option<bool>("--once") { Description = "Deliver the messages, print one JSON summary and stop." };
        var persons = new Option<int>("--persons") { Description = "Besides, a town of so many fictional persons, 0 to 100,000: its partners send their messages as well." };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same town.", DefaultValueFactory = _ => 1 };
        persons.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 100_000) result.AddError("--persons is 0 to 100,000.");
        });
        var command = new Command("demo", "Five simulated partners deliver; the shared care plan stands in the browser.") { data, url, packages, once, persons, seed };
        command.SetAction(async (parse, cancellationToken) =>
        {
            try
            {
                await using var run = await DemoRun.StartAsync(
                    parse.GetRequiredValue(data).FullName, parse.GetRequiredValue(url), parse.GetValue(packages)?.FullName, TimeProvider.System, cancellationToken);
                var town = (Persons: parse.GetValue(persons), Seed: parse.GetValue(seed));
                if (parse.GetValue(once)) await SummarizeAsync(run, town, cancellationToken);
                else await ShowAsync(run, town, cancellationToken);
                return 0;
            }
            catch (Exception problem) when (problem is InvalidDataException or IOException or ArgumentException)
            {
                // Such as an address that another program listens on.
                await Console.Error.WriteLineAsync(problem.Message);
                return 1;
            }
        });
        return command;
    }

    private static async Task SummarizeAsync(DemoRun run, (int Persons, ulong Seed) town, CancellationToken cancellationToken)
    {
        var results = new List<DemoResult>();
        await foreach (var result in run.DeliverAsync(cancellationToken)) results.Add(result);
        var ofTown = await DeliverTownAsync(run, town, null, cancellationToken);
        var summary = new
        {
            messages = new
            {
                sent = results.Count,
                processed = results.Count(result => result.State == "processed"),
                parked = results.Count(result => result.State == "parked"),
                rejected = results.Count(result => result.State == "rejected"),
            },
            town = town.Persons == 0 ? null : new { persons = town.Persons, seed = town.Seed, sent = ofTown.Sent, processed = ofTown.Processed, parked = ofTown.Parked, rejected = ofTown.Rejected },
            resources = await run.CountAsync(cancellationToken),
            refusals = results.Where(result => result.Rule is not null).Select(result => new { partner = result.Partner, message = result.File, state = result.State, rule = result.Rule }),
            plan = await run.FindPlanAsync(cancellationToken),
        };
        Console.WriteLine(JsonSerializer.Serialize(summary, Indented));
    }

    private static async Task<(int Sent, int Processed, int Parked, int Rejected)> DeliverTownAsync(DemoRun run, (int Persons, ulong Seed) town, Action<int>? told, CancellationToken cancellationToken)
    {
        var (sent, processed, parked, rejected) = (0, 0, 0, 0);
        await foreach (var result in run.DeliverTownAsync(town.Persons, town.Seed, cancellationToken))
        {
            told?.Invoke(++sent);
            if (result.State == "processed") processed++;
            else if (result.State == "parked") parked++;
            else rejected++;
        }

        return (processed + parked + rejected, processed, parked, rejected);
    }

    private static async Task ShowAsync(DemoRun run, (int Persons, ulong Seed) town, CancellationToken cancellationToken)
    {
        if (Console.IsOutputRedirected)
        {
            // A file or another program reads it: nothing is drawn twice, and nothing is cut.
            AnsiConsole.Profile.Capabilities.Ansi = false;
            AnsiConsole.Profile.Width = 200;
        }

        AnsiConsole.MarkupLine($"[bold]CareExchange[/] {Markup.Escape(run.Gateway.Address.ToString())}  모의 데이터입니다. All data are simulated.");
        var table = new Table().RoundedBorder()
            .AddColumn("기관\npartner").AddColumn("메시지\nmessage").AddColumn("결과\nresult")
            .AddColumn(new TableColumn("자원\nresources").RightAligned()).AddColumn(new TableColumn("변환율\nmapped").RightAligned()).AddColumn("사유\nwhy");
        await DeliverAsync(run, table, cancellationToken);
        if (town.Persons > 0)
        {
            var told = await AnsiConsole.Status().StartAsync("마을 / town", status => DeliverTownAsync(run, town, sent => status.Status($"마을 / town: {sent:N0}"), cancellationToken));
            AnsiConsole.MarkupLine($"마을 / town: {town.Persons:N0}명 / persons, {told.Sent:N0} 메시지 / messages, {told.Processed:N0} 저장 / stored, {told.Parked:N0} 확인 대기 / parked, {told.Rejected:N0} 거절 / refused");
        }

        var plan = await run.FindPlanAsync(cancellationToken);
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLine($"통합돌봄 계획 / shared care plan: [bold]{Markup.Escape(plan?.ToString() ?? run.Gateway.Address.ToString())}[/]");
        foreach (var staff in DemoWorld.Staff)
        {
            AnsiConsole.MarkupLine($"  로그인 / sign in: [bold]{staff.Name,-9}[/] {DemoWorld.Password}   {Markup.Escape(DemoWorld.RoleName(staff.Role))}");
        }

        AnsiConsole.MarkupLine("Ctrl+C 로 종료합니다. Press Ctrl+C to stop.");
        await run.Gateway.WaitForShutdownAsync(cancellationToken);
    }

    private static async Task DeliverAsync(DemoRun run, Table table, CancellationToken cancellationToken)
    {
        async Task FillAsync(Action told)
        {
            await foreach (var result in run.DeliverAsync(cancellationToken))
            {
                table.AddRow(Row(result));
                told();
            }
        }

        if (Console.IsOutputRedirected)
        {
            await FillAsync(() => { });
            AnsiConsole.Write(table);
        }
        else
        {
            await AnsiConsole.Live(table).StartAsync(live => FillAsync(live.Refresh));
        }
    }

    private static string[] Row(DemoResult result) =>
    [
        Markup.Escape(result.Partner),
        Markup.Escape(result.File),
        result.State switch { "processed" => "[green]저장 / stored[/]", "parked" => "[yellow]확인 대기 / parked[/]", _ => "[red]거절 / refused[/]" },
        result.State == "processed" ? result.Resources.ToString(CultureInfo.InvariantCulture) : "",
        result.State == "processed" ? result.Coverage.ToString("P0", CultureInfo.InvariantCulture) : "",
        Markup.Escape(result.Rule is null ? "" : $"{result.Rule}: {result.Korean}"),
    ];
}
