# Does with a formula what `brew install` and `brew test` do, as far as ours needs it: ruby formula.rb FORMULA UNPACKED PREFIX
require "fileutils"
require "pathname"
require "tmpdir"

class Pathname
  def install(*sources)
    mkpath
    sources.flatten.each { |source| FileUtils.cp_r(source, self) }
  end
end

class Formula
  class << self
    attr_reader :tried

    %i[desc homepage url sha256 license depends_on].each { |word| define_method(word) { |*values| raise "#{word} is empty" if values.empty? } }

    def inherited(formula)
      super
      @last = formula
    end

    def last = @last

    def test(&block)
      @tried = block
    end
  end

  attr_reader :testpath

  def initialize(prefix, testpath)
    @prefix = prefix
    @testpath = testpath
  end

  def bin = @prefix/"bin"
  def man1 = @prefix/"share/man/man1"
  def bash_completion = @prefix/"etc/bash_completion.d"
  def zsh_completion = @prefix/"share/zsh/site-functions"
  def fish_completion = @prefix/"share/fish/vendor_completions.d"
  def doc = @prefix/"share/doc/nhiscan"
  def pkgshare = @prefix/"share/nhiscan"

  def shell_output(command, status = 0)
    output = `#{command}`
    raise "#{command}: exit #{$?.exitstatus}" unless $?.exitstatus == status

    output
  end

  def assert_match(text, output)
    raise "nothing of #{text} in #{output}" unless output.include?(text)
  end
end

file, unpacked, prefix = ARGV
load File.expand_path(file)
prefix = Pathname(prefix).expand_path
Dir.mktmpdir do |scratch|
  formula = Formula.last.new(prefix, Pathname(scratch))
  Dir.chdir(unpacked) { formula.install }
  formula.instance_eval(&Formula.last.tried)
end
