using System.CommandLine;
using RnnGen.Benchmarks.Accuracy;
using RnnGen.Benchmarks.Compare;

// One verb per file: each adds its own command here.
var root = new RootCommand("Measures RnnGen: accuracy of its functions, speed against its peers.");
root.Subcommands.Add(AccuracyCommand.Create());
root.Subcommands.Add(CompareCommand.Create());
return root.Parse(args).Invoke();
