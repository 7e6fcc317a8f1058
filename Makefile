# setup, run, test, lint, locale, bench: everything a person at this project types. See CONTRIBUTING.md.
# Paths are relative, because the folder this lies in may have spaces and Chinese in its name.

PYTHON := .venv/bin/python
COUNTY := 清岚县2026年度绩效考核
EXAMPLE := out/示例县
FILE := $(EXAMPLE)/$(COUNTY).kaoping
LOCALE := resources/locale
BABEL := $(PYTHON) -m babel.messages.frontend --quiet

.DEFAULT_GOAL := help
.PHONY: help setup run test lint locale bench soak

help:
	@echo 'make setup   准备运行环境（.venv）'
	@echo 'make run     用示例县走一遍：建档、计分、结果册、通知书，然后打开窗口'
	@echo 'make test    全部测试'
	@echo 'make lint    代码检查'
	@echo 'make locale  收集界面文字，更新英文译文目录（译文写在 .po 里）'
	@echo 'make soak    折腾：杀进程、损坏文件、写满磁盘，数一数有没有丢、有没有收错（约三分钟）'
	@echo 'make bench   与对照程序并排计时（另备环境 .venv-bench）'

setup: .venv/.ready

.venv/.ready: requirements-dev.txt installers/setup.sh installers/system.sh installers/debian-packages.txt
	sh installers/setup.sh .venv requirements-dev.txt
	touch $@

# The folder is made anew each time
run: setup
	@rm -rf '$(EXAMPLE)' && mkdir -p '$(EXAMPLE)'
	@$(PYTHON) main.py new '$(FILE)' --from 'resources/samples/$(COUNTY).xlsx'
	@$(PYTHON) main.py import '$(FILE)' 'resources/samples/评分.xlsx'
	@$(PYTHON) main.py results '$(FILE)' --xlsx '$(EXAMPLE)/结果册.xlsx'
	@$(PYTHON) main.py letters '$(FILE)' --out '$(EXAMPLE)/结果通知'
	@echo '考评文件、结果册和结果通知都在 $(EXAMPLE)/'
	@if [ "$$(uname)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		echo '这里没有显示器，窗口不打开。'; \
	else \
		$(PYTHON) main.py '$(FILE)'; \
	fi

test: setup
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest

lint: setup
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

# Run once: collects new texts into the .po with an empty translation. Fill them in, and run it
# again: that writes the .mo, which is what the program reads. Without changes it changes nothing.
locale: setup
	$(BABEL) extract --no-default-keywords --keywords=_ --add-location=file --omit-header --width=100 \
		--output-file=$(LOCALE)/kaoping.pot main.py core gui
	$(BABEL) update --domain=kaoping --locale=en --input-file=$(LOCALE)/kaoping.pot \
		--output-dir=$(LOCALE) --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=100
	$(BABEL) compile --domain=kaoping --directory=$(LOCALE)

bench: setup .venv-bench/.ready
	$(PYTHON) -m tests.bench

# pandas is measured against, and kept out of the program's own environment
.venv-bench/.ready: requirements-bench.txt installers/setup.sh installers/system.sh installers/debian-packages.txt
	sh installers/setup.sh .venv-bench requirements-bench.txt
	touch $@

# SOAK='--cases 20000 --seed 5' for more, or others
soak: setup
	$(PYTHON) -m tests.soak $(SOAK)
