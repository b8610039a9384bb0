using System.CommandLine;
using RnnGen.Benchmarks.Accuracy;
using RnnGen.Benchmarks.Compare;
using RnnGen.Benchmarks.Harness;
using RnnGen.Benchmarks.Instructions;
using RnnGen.Benchmarks.Startup;
using RnnGen.Benchmarks.Sweep;

// One verb per file: each adds its own command here.
var root = new RootCommand("Measures RnnGen: accuracy of its functions, speed against its peers.");
root.Subcommands.Add(AccuracyCommand.Create());
root.Subcommands.Add(CompareCommand.Create());
root.Subcommands.Add(InstructionsCommand.Create());
root.Subcommands.Add(SweepCommand.Create());
root.Subcommands.Add(HarnessCommand.Create());
root.Subcommands.Add(StartupCommand.Create());
return root.Parse(args).Invoke();
